import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'vitest'

/** Holds a page of docs/ to what the code says now; with `variable` set in the environment it is written anew. */
export async function holdPage(page: string, text: string, variable: string): Promise<void> {
  if (process.env[variable] === '1') await writeFile(page, text)
  const kept = await readFile(page, 'utf8').catch(() => '')
  expect(kept.split('\n'), `${variable}=1 npx vitest run tests/texts.test.ts writes it anew`).toEqual(
    text.split('\n'),
  )
}

/** Parts of a page, one a room, in the order of their names. */
export function byRoom<Row>(
  rows: readonly Row[],
  roomOf: (row: Row) => string,
): (readonly [string, readonly Row[]])[] {
  const rooms = [...new Set(rows.map(roomOf))].sort()
  return rooms.map((room) => [room, rows.filter((row) => roomOf(row) === room)] as const)
}

/** A text on one line of a page, as it reads in Slack. */
export function onOneLine(text: string): string {
  return text
    .trim()
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, '<br>')
}
