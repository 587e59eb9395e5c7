/** Text as SQL writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function list(texts: readonly string[]): string {
  return `[${texts.map(literal).join(', ')}]`
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
