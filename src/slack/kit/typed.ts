/** What a person typed into a slash command, as Slack delivers it with `should_escape: true`. */
type TypedPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'user'; readonly id: string; readonly text: string }
  | { readonly kind: 'channel'; readonly id: string; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly text: string }

const TOKEN = /<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g

/** Entities back to characters, `&amp;` last so that a typed `&lt;` stays what it was. */
const decode = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** `example.com` was linked by Slack; any other label hides its address, so both are shown. */
const linkText = (url: string, label: string): string =>
  label === '' ? url : url.replace('mailto:', '').includes(label) ? label : `${label} (${url})`

/** `<!here>`, `<!subteam^S1|@growth>`, `<!date^…|fallback>`: the label, else the keyword. */
const specialText = (keyword: string, label: string): string => {
  if (keyword.startsWith('date^')) return label
  return `@${(label || (keyword.split('^')[1] ?? keyword)).replace(/^@/, '')}`
}

const readToken = (sigil: string, target: string, label: string): TypedPart => {
  if (sigil === '@') return { kind: 'user', id: target, text: `@${label || target}` }
  if (sigil === '#') return { kind: 'channel', id: target, text: `#${label || target}` }
  if (sigil === '!') return { kind: 'text', text: specialText(target, label) }
  return { kind: 'link', url: target, text: linkText(target, label) }
}

/** Splits delivered text into words, people, channels and links, each with what the person saw while typing. */
export const readTyped = (delivered: string): TypedPart[] => {
  const parts: TypedPart[] = []
  let from = 0
  for (const { index, 0: token, 1: sigil = '', 2: target = '', 3: label = '' } of delivered.matchAll(TOKEN)) {
    if (index > from) parts.push({ kind: 'text', text: decode(delivered.slice(from, index)) })
    parts.push(readToken(sigil, decode(target), decode(label)))
    from = index + token.length
  }
  if (from < delivered.length) parts.push({ kind: 'text', text: decode(delivered.slice(from)) })
  return parts
}
