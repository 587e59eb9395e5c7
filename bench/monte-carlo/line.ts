/** The campaigns of one setting: each has random numbers of its own, so that it matters little who runs it. */
import { runCampaign } from './campaign.ts'
import { stream } from './draws.ts'
import { type Tally, tallied } from './figures.ts'
import { openLedger } from './ledger.ts'
import type { Setting } from './setting.ts'

/** Runs `from` up to and without `end`. */
export function runLine(setting: Setting, seed: number, from: number, end: number): Tally {
  const ledger = openLedger(setting)
  const key = keyOf(setting.name)
  return tallied(
    Array.from({ length: end - from }, (_, i) => runCampaign(setting, ledger, stream(seed, key, from + i))),
  )
}

/** FNV-1a. */
function keyOf(name: string): number {
  let key = 0x811c9dc5
  for (const letter of name) key = Math.imul(key ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return key >>> 0
}
