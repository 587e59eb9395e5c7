import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { KEPT_TOOLS, type KeptTools } from '../tools/tools.ts'
import type { KeptFile } from '../workspace/files.ts'
import type { Message } from '../workspace/types.ts'
import type { FakeSlack } from '../workspace/web-api.ts'
import type { Clock } from './clock.ts'

const FILE = z.object({ id: z.string(), name: z.string(), mimetype: z.string(), content: z.base64() })
const KEPT = z.object({
  version: z.literal(1),
  now: z.iso.datetime(),
  messages: z.array(z.unknown()),
  files: z.array(FILE).default([]),
  tools: KEPT_TOOLS.optional(),
})

/** Keeps the workspace between starts: its messages, its pictures and its time. Private lines, modals and Home are drawn anew. */
interface Keeper {
  /** Soon; what changes meanwhile is saved with it. */
  saveSoon(): void
  /** Now, and nothing more afterwards. */
  close(): Promise<void>
}

const SOON_MS = 200
/** Saving takes a twentieth of the time at most: it writes everything, and a night changes something all the time. */
const REST = 20

/** What is kept, beside the time. */
interface Keeping {
  readonly slack: FakeSlack
  readonly clock: Clock
  readonly tools: { kept(): KeptTools }
}

export function createKeeper(file: string, keeping: Keeping): Keeper {
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let closed = false
  let took = 0
  const save = async () => {
    const from = performance.now()
    await write(file, keeping)
    took = performance.now() - from
  }
  const saveInTurn = () => {
    timer = undefined
    last = last.then(save).catch(() => undefined) // the next change, or the end, saves it all again
  }
  return {
    saveSoon() {
      if (!closed) timer ??= setTimeout(saveInTurn, Math.max(SOON_MS, took * REST))
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await last
      await save()
    },
  }
}

async function write(file: string, { slack, clock, tools }: Keeping): Promise<void> {
  const messages = await slack.kept()
  const now = clock.now().toISOString()
  const kept = { version: 1, now, messages, files: slack.files.kept(), tools: tools.kept() }
  await writeFile(`${file}.new`, JSON.stringify(kept))
  await rename(`${file}.new`, file)
}

/** The workspace as it was left. */
export interface Kept {
  readonly now: Date
  readonly messages: readonly Message[]
  readonly files: readonly KeptFile[]
  readonly tools?: KeptTools | undefined
}

/** What an earlier start kept; null where there is nothing. Throws for a file that is none of ours. */
export async function readKept(file: string): Promise<Kept | null> {
  const text = await readFile(file, 'utf8').catch(absent)
  if (text === null) return null
  const { now, messages, ...kept } = parsed(text, file)
  return { now: new Date(now), messages: messages as Message[], ...kept }
}

function parsed(text: string, file: string): z.infer<typeof KEPT> {
  try {
    return KEPT.parse(JSON.parse(text))
  } catch (error) {
    throw new Error(`${file} can't be read: begin anew with --fresh`, { cause: error })
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
