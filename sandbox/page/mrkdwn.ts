/** What stands within a line. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly inside: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly text: string }
  | { readonly kind: 'user' | 'channel'; readonly id: string; readonly label: string }
  /** @here, a user group. */
  | { readonly kind: 'group'; readonly label: string }
  | { readonly kind: 'date'; readonly unix: number; readonly format: string; readonly fallback: string }

export type Paragraph =
  | { readonly kind: 'lines' | 'quote'; readonly inside: readonly Inline[] }
  | { readonly kind: 'pre'; readonly text: string }

const FENCE = /```\n?([\s\S]+?)\n?```\n?/
const QUOTE = /^(?:&gt;|>) ?/

/** A mark formats between a non-word character and a non-space one, as Slack reads it; tokens are taken whole. */
const marked = (mark: string, name: string) =>
  `(?<![\\p{L}\\p{N}${mark}])${mark}(?<${name}>(?=\\S)(?:<[^<>\\n]*>|[^${mark}<\\n])+(?<=\\S))${mark}(?![\\p{L}\\p{N}${mark}])`

const INLINE = new RegExp(
  [
    '<(?<token>[^<>\\n]+)>',
    '`(?<code>[^`\\n]+)`',
    marked('\\*', 'bold'),
    marked('_', 'italic'),
    marked('~', 'strike'),
    '(?<newline>\\n)',
  ].join('|'),
  'gu',
)

/** Slack's markup as a tree; what it does not know stays text. Nothing of it is ever taken as HTML. */
export function parseMrkdwn(source: string): Paragraph[] {
  return source.split(FENCE).flatMap((part, i): Paragraph[] => {
    if (i % 2 === 1) return [{ kind: 'pre', text: decode(part.replace(/<[^<>|]*\|?([^<>]*)>/g, '$1')) }]
    return part === '' ? [] : linesOf(part)
  })
}

function linesOf(part: string): Paragraph[] {
  const runs: { kind: 'lines' | 'quote'; lines: string[] }[] = []
  for (const line of part.replace(/\n$/, '').split('\n')) {
    const kind = QUOTE.test(line) ? 'quote' : 'lines'
    const run = runs.at(-1)
    if (run?.kind === kind) run.lines.push(line.replace(QUOTE, ''))
    else runs.push({ kind, lines: [line.replace(QUOTE, '')] })
  }
  return runs.map(({ kind, lines }) => ({ kind, inside: parseInline(lines.join('\n')) }))
}

export function parseInline(source: string): Inline[] {
  const parts: Inline[] = []
  let from = 0
  for (const match of source.matchAll(INLINE)) {
    if (match.index > from) parts.push(text(source.slice(from, match.index)))
    parts.push(inlineOf(match))
    from = match.index + match[0].length
  }
  return from < source.length ? [...parts, text(source.slice(from))] : parts
}

function inlineOf({ 0: whole, groups = {} }: RegExpMatchArray): Inline {
  const { token, code, bold, italic, strike } = groups
  if (token) return tokenOf(token) ?? text(whole)
  if (code) return { kind: 'code', text: decode(code) }
  if (bold) return { kind: 'bold', inside: parseInline(bold) }
  if (italic) return { kind: 'italic', inside: parseInline(italic) }
  return strike ? { kind: 'strike', inside: parseInline(strike) } : { kind: 'break' }
}

function tokenOf(token: string): Inline | null {
  const [target = '', label = ''] = token.split('|', 2).map(decode)
  if (/^@[UWB]/.test(target)) return { kind: 'user', id: target.slice(1), label: label.replace(/^@/, '') }
  if (/^#[CGD]/.test(target)) return { kind: 'channel', id: target.slice(1), label: label.replace(/^#/, '') }
  if (target.startsWith('!date^')) {
    const [, unix = '', format = ''] = target.split('^')
    return { kind: 'date', unix: Number(unix), format, fallback: label }
  }
  if (target.startsWith('!'))
    return { kind: 'group', label: label || `@${target.slice(1).split('^').at(-1)}` }
  return isSafeUrl(target) ? { kind: 'link', url: target, text: label || target } : null
}

/** Only addresses that lead somewhere, never code. */
export function isSafeUrl(url: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(url)
}

/** Entities to characters, `&amp;` last so that a typed `&lt;` stays what it was. */
function decode(source: string): string {
  return source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function text(source: string): Inline {
  return { kind: 'text', text: decode(source) }
}

/** Where a link to a message leads. */
interface Linked {
  readonly conversation: string
  readonly ts: string
  /** Of the root of its thread; null where it is in none. */
  readonly thread: string | null
}

/** What a link of Slack's to a message says: `https://….slack.com/archives/C0GROWTH/p1772438400000100`; null for any other. */
export function linkedIn(url: string): Linked | null {
  const address = URL.canParse(url) ? new URL(url) : null
  if (!address?.hostname.endsWith('.slack.com')) return null
  const [, conversation, digits] = /^\/archives\/([A-Z0-9]+)\/p(\d{16})$/.exec(address.pathname) ?? []
  if (conversation === undefined || digits === undefined) return null
  const ts = `${digits.slice(0, 10)}.${digits.slice(10)}`
  return { conversation, ts, thread: address.searchParams.get('thread_ts') }
}
