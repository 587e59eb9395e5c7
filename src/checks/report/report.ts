import { line, map } from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import type { CheckAnswer } from '../../domain/readiness/checks.ts'
import type { Check } from '../check.ts'
import { settled } from '../settled.ts'
import { isResults, resultsSaid } from './oors.ts'
import { plainlySaid } from './plain.ts'

/** What a pipeline says by itself: in a few fields, or with a file of the Open Observability Results Standard, of which `result` names one. */
export const report: Kind<Check> = {
  kind: 'report',
  entry: () =>
    map({ ...named('report'), result: line(200).optional() }).transform(({ kind, title, result }) => ({
      kind,
      title,
      opened: reportCheck(result ?? null),
    })),
}

function reportCheck(result: string | null): Check {
  return {
    ask: async ({ means }) => (await means.reported()) ?? settled('its pipeline', async () => NOTHING_YET),
    take: (document, receivedAt) =>
      isResults(document) ? resultsSaid(document, result, receivedAt) : plainlySaid(document, receivedAt),
  }
}

const NOTHING_YET: Omit<CheckAnswer, 'where'> = {
  status: 'unknown',
  figure: null,
  wanted: null,
  at: null,
  words: 'nothing was reported yet',
}
