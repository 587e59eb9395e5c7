import { bare } from '../src/domain/text/visible.ts'
import { checkTokens, newCheckToken, noCheckToken } from '../src/slack/replies/check-tokens.ts'
import type { TypedAct } from './command.ts'
import type { Words } from './words.ts'

/** Who may report a check: `token` makes its address, `revoke` ends it; null is all of them, to be seen. */
export type CheckTokenTyped =
  | { readonly does: 'token'; readonly check: string | null }
  | { readonly does: 'revoke'; readonly check: string }

/** Null where a campaign's key comes. */
export function readCheckToken(words: Words): CheckTokenTyped | null {
  const does = words.nextOf(['token', 'revoke'] as const)
  if (does === null) return null
  const typed = words.next()
  words.end()
  const check = typed === null ? null : bare(typed)
  if (does === 'token') return { does, check }
  if (check === null) throw words.refuse('Which check?')
  return { does, check }
}

export function doCheckToken({ does, check }: CheckTokenTyped, act: TypedAct) {
  if (check === null) return checkTokens(act)
  return does === 'token' ? newCheckToken(act, check) : noCheckToken(act, check)
}
