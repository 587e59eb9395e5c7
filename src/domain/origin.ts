import type { Origin } from './state/campaign.ts'
import { bare } from './text/visible.ts'

/** Where the idea of a new campaign stands: the follow-up `n` of a campaign, or (null) its conclusion. */
export interface OriginRef {
  readonly campaignId: number
  readonly n: number | null
  /** Which of an answer's ideas, from 1; null for the first, or for none in particular. */
  readonly idea: number | null
}

/** As somebody typed it: `winback-3`, its second idea `winback-3.2`, or `winback`. */
export interface TypedOrigin {
  readonly name: string
  readonly idea: number | null
}

/** Null for what can't name one. */
export function readTypedOrigin(typed: string): TypedOrigin | null {
  const [, name, idea] = /^([a-z0-9][a-z0-9-]*)(?:\.([1-9]\d?))?$/i.exec(bare(typed)) ?? []
  return name === undefined
    ? null
    : { name: name.toLowerCase(), idea: idea === undefined ? null : Number(idea) }
}

/** A key may end in a number too (`winback-2`): the follow-up comes first, since it is what such a name mostly means. */
export function originReadings({ name }: TypedOrigin): { readonly key: string; readonly n: number | null }[] {
  const [, key, n] = /^(.+)-([1-9]\d{0,5})$/.exec(name) ?? []
  const conclusion = { key: name, n: null }
  return key === undefined ? [conclusion] : [{ key, n: Number(n) }, conclusion]
}

/** `winback-3`, or `winback` for its conclusion. */
export function originName(origin: Origin): string {
  return origin.kind === 'follow_up' ? `${origin.key}-${origin.n}` : origin.key
}
