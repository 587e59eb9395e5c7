import { afterEach } from 'vitest'
import { z } from 'zod'
import type { Surroundings } from '../../src/config/around.ts'
import type { Kind } from '../../src/config/kinds.ts'
import type { Asked, Sender, Sending, SentStep, Step } from '../../src/targets/target.ts'
import { aState } from '../domain/build.ts'
import { type Seen, startVendor, type Vendor, type VendorReply } from './vendor.ts'

/** What the vendors that start runs are asked with, and the key that none of them may show. */
export const KEY = 'k3y-that-nobody-sees'
export const SENT_AT = new Date('2026-03-02T12:00:00.000Z')
export const STEP_ID = 'stairway_T1_WB-7_2_1'

/** So many seconds after it was sent. */
export function later(seconds: number): Date {
  return new Date(SENT_AT.getTime() + seconds * 1_000)
}

export function asked(seconds = 0): Asked {
  return { now: later(seconds), signal: new AbortController().signal }
}

export function step(words: string): Step {
  return { id: STEP_ID, n: 2, target: 'tool', words, campaign: aState().campaign, sent: null }
}

export function sent(words: string, handle: Sending['handle'] = null): SentStep {
  return { ...step(words), sent: { since: SENT_AT, handle } }
}

/** A run that the played vendor really started. */
export interface PlayedRun {
  readonly id: number
  state: string | number
  readonly at: Date
  /** What it was started with. */
  readonly mark: string | null
}

/** A vendor on loopback, its target as stairway.yaml opens it, and what really happened there. */
export interface Stand {
  readonly vendor: Vendor
  readonly sender: Sender
  readonly runs: PlayedRun[]
  /** Begins a run, as somebody else may. */
  begin(at?: Date, mark?: string | null): PlayedRun
}

/** How a vendor answers once the key is right; `runs` is its memory. */
export type Plays = (seen: Seen, stand: Pick<Stand, 'runs' | 'begin'>) => VendorReply

export interface Setting {
  readonly kind: Kind<Sender>
  readonly entry: Readonly<Record<string, unknown>>
  readonly plays: Plays
  /** What it answers to a wrong key. */
  readonly wrongKey: VendorReply
}

const open: Vendor[] = []
afterEach(async () => {
  for (const vendor of open.splice(0)) await vendor.close()
})

/** Closed with the test. */
export async function stand(
  { kind, entry, plays, wrongKey }: Setting,
  { key = KEY, ...fields }: Readonly<Record<string, unknown>> & { readonly key?: string } = {},
): Promise<Stand> {
  const runs: PlayedRun[] = []
  const begin = (at = later(0.2), mark: string | null = '') => {
    const run = { id: 101 + runs.length, state: '', at, mark }
    runs.push(run)
    return run
  }
  const vendor = await startVendor((seen) =>
    seen.headers.authorization === `Bearer ${KEY}` ? plays(seen, { runs, begin }) : wrongKey,
  )
  open.push(vendor)
  const around = { env: { TOOL_KEY: key } } as unknown as Surroundings
  const shape: z.ZodType<{ readonly opened: Sender }> = kind.entry(around, {} as never)
  const read = shape.safeParse({
    kind: kind.kind,
    base: vendor.base,
    token: 'env:TOOL_KEY',
    ...entry,
    ...fields,
  })
  if (!read.success) throw new Error(z.prettifyError(read.error))
  return { vendor, sender: read.data.opened, runs, begin }
}
