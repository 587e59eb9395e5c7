/** A table whose first column is words, and a share in per cent. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|---${'|---:'.repeat(head.length - 1)}|`, ...rows.map(line)].join('\n')
}

export function percent(share: number): string {
  return (share * 100).toFixed(1)
}
