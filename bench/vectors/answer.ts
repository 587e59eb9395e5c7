/** What the public functions say to a record, in the record's own words. */
import { z } from 'zod'
import type { NotComputable } from '../../src/domain/statistics/lift.ts'

/** Fields as the record expects them, or why there is no answer. */
export type Answer = Readonly<Record<string, unknown>> | NotComputable

export type Answering = (input: Readonly<Record<string, unknown>>) => Answer

/** Thrown for an input that the readout has no function for. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported'
}

export function isNotComputable(answer: Answer | object): answer is NotComputable {
  return 'computable' in answer && answer.computable === false
}

export const Alpha = z.object({ alpha: z.number().default(0.05) })
