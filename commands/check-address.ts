import { bare } from '../src/domain/text/visible.ts'
import { newReportAddress, noReportAddress, reportAddresses } from '../src/slack/replies/report-addresses.ts'
import type { TypedAct } from './command.ts'
import type { Words } from './words.ts'

/** Who may report a check: `address` makes its address, `revoke` ends it; null is all of them, to be seen. */
export type CheckAddressTyped =
  | { readonly does: 'address'; readonly check: string | null }
  | { readonly does: 'revoke'; readonly check: string }

/** Null where a campaign's key comes. */
export function readCheckAddress(words: Words): CheckAddressTyped | null {
  const does = words.nextOf(['address', 'revoke'] as const)
  if (does === null) return null
  const typed = words.next()
  words.end()
  const check = typed === null ? null : bare(typed)
  if (does === 'address') return { does, check }
  if (check === null) throw words.refuse('Which check?')
  return { does, check }
}

export function doCheckAddress({ does, check }: CheckAddressTyped, act: TypedAct) {
  if (check === null) return reportAddresses(act)
  return does === 'address' ? newReportAddress(act, check) : noReportAddress(act, check)
}
