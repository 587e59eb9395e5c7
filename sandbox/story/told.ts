import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Kept } from '../server/keep.ts'
import type { KeptFile } from '../workspace/files.ts'
import type { Message } from '../workspace/types.ts'
import type { Row, Tables } from './tables.ts'
import type { Launch } from './world.ts'

/** What the story has left when it is told: the workspace, the rows of Stairway's database, and what was launched. */
export interface Told extends Kept {
  readonly tables: Tables
  readonly launches: readonly Launch[]
}

const FOLDER = new URL('./told/', import.meta.url)
const TEXT = new URL('story.json', FOLDER)

const TOLD = z.object({
  now: z.iso.datetime().transform((at) => new Date(at)),
  launches: z.array(z.object({ key: z.string(), at: z.iso.datetime() }).loose()),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  messages: z.array(z.unknown()),
  files: z.array(z.object({ id: z.string(), name: z.string(), mimetype: z.string() })),
})

/** The snapshot of the story, as `npm run story` wrote it. */
export async function readTold(): Promise<Told> {
  const told = TOLD.parse(JSON.parse(await readFile(TEXT, 'utf8')))
  return {
    now: told.now,
    launches: told.launches.map(({ at, ...launch }) => ({ ...launch, at: new Date(at) }) as Launch),
    tables: told.tables as Record<string, Row[]>,
    messages: told.messages as Message[],
    files: await Promise.all(
      told.files.map(async (file) => ({ ...file, content: await readPicture(file.id) })),
    ),
  }
}

async function readPicture(id: string): Promise<KeptFile['content']> {
  return (await readFile(pictureAt(id))).toString('base64')
}

function pictureAt(id: string): URL {
  return new URL(`${id}.png`, FOLDER)
}

/** Writes the snapshot anew. */
export async function writeTold(told: Told): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER)
  await writeFile(TEXT, textOf(told))
  for (const { id, content } of told.files) await writeFile(pictureAt(id), Buffer.from(content, 'base64'))
}

/** One line for each row, launch and message, so that a difference is read line by line. */
export function textOf({ now, launches, tables, messages, files }: Told): string {
  const rows = Object.entries(tables).map(
    ([name, rows]) => `    ${JSON.stringify(name)}: ${lines(rows, '    ')}`,
  )
  const parts = [
    `  "now": ${JSON.stringify(now)}`,
    `  "launches": ${lines(launches, '  ')}`,
    `  "tables": {\n${rows.join(',\n')}\n  }`,
    `  "messages": ${lines(messages, '  ')}`,
    `  "files": ${lines(
      files.map(({ content: _, ...file }) => file),
      '  ',
    )}`,
  ]
  return named(`{\n${parts.join(',\n')}\n}\n`)
}

function lines(values: readonly unknown[], indent: string): string {
  if (values.length === 0) return '[]'
  return `[\n${values.map((value) => `${indent}  ${JSON.stringify(value)}`).join(',\n')}\n${indent}]`
}

/** What is made up anew at each telling. */
const NONCE = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g
const CORRELATION = /(?<="correlation_id":")[0-9a-f]{12}(?=")/g
const DELIVERY = /(?<="delivery":")\d{13}\.[0-9a-f]{16}(?=")/g
/** A time, and the same in a link to a message. */
const TS = /\b(p?\d{10})(\.?)(\d{6})\b/g
/** Of what holds such links: whatever it is, the next drawing is another one. */
const DRAWN = /(?<="drawn":")[\w-]{22}(?=")/g
const BLOCK = /(?<="block_id":")[\w-]{4}(?=")/g

/** In order of appearance instead, so that the same story has the same text. */
function named(text: string): string {
  let blocks = 0
  return [
    renamed(NONCE, (n) => `00000000-0000-4000-8000-${digits(n, 12)}`),
    renamed(CORRELATION, (n) => digits(n, 12)),
    renamed(DELIVERY, (n) => `story.${n}`),
    renamed(DRAWN, (n) => `story.${n}`),
    stampedAnew,
    (said: string) => said.replace(BLOCK, () => `b${digits(++blocks, 3)}`), // they mean something within a message only
  ].reduce((said, rename) => rename(said), text)
}

function renamed(pattern: RegExp, name: (n: number) => string): (text: string) => string {
  const given = new Map<string, string>()
  return (text) =>
    text.replace(pattern, (found) => {
      const known = given.get(found) ?? name(given.size + 1)
      given.set(found, known)
      return known
    })
}

/** `emulate` counts the messages of all its workspaces of a process: the order stays, and begins at one. */
function stampedAnew(text: string): string {
  const stamps = [...text.matchAll(TS)].filter(isStamp)
  const counted = new Set(stamps.map(([, , , count = '']) => count))
  const places = new Map([...counted].sort().map((count, index) => [count, digits(index + 1, 6)]))
  return text.replace(TS, (...found: string[]) => {
    const [whole = '', second, dot, count = ''] = found
    return isStamp(found) ? `${second}${dot}${places.get(count) ?? count}` : whole
  })
}

/** A time has a point, a link a letter. */
function isStamp([, second = '', dot]: readonly string[]): boolean {
  return second.startsWith('p') ? dot === '' : dot === '.'
}

function digits(n: number, length: number): string {
  return String(n).padStart(length, '0')
}
