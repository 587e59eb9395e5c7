import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Message } from '../workspace/slack-types.ts'
import type { FakeSlack } from '../workspace/slack-web-api.ts'
import type { Clock } from './clock.ts'

const KEPT = z.object({ version: z.literal(1), now: z.iso.datetime(), messages: z.array(z.unknown()) })

/** Keeps the workspace between starts: its messages and its time. Private lines, modals and Home are drawn anew. */
export interface Keeper {
  /** Soon; what changes meanwhile is saved with it. */
  saveSoon(): void
  /** Now, and nothing more afterwards. */
  close(): Promise<void>
}

const SOON_MS = 200

export function createKeeper(file: string, slack: FakeSlack, clock: Clock): Keeper {
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let closed = false
  const save = () => {
    timer = undefined
    last = last.then(() => write(file, slack, clock))
    return last
  }
  return {
    saveSoon() {
      if (!closed) timer ??= setTimeout(() => void save(), SOON_MS)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await save()
    },
  }
}

async function write(file: string, slack: FakeSlack, clock: Clock): Promise<void> {
  const kept = { version: 1, now: clock.now().toISOString(), messages: await slack.kept() }
  await writeFile(`${file}.new`, JSON.stringify(kept))
  await rename(`${file}.new`, file)
}

/** What an earlier start kept; null where there is nothing. Throws for a file that is none of ours. */
export async function readKept(file: string): Promise<{ now: Date; messages: Message[] } | null> {
  const text = await readFile(file, 'utf8').catch(absent)
  if (text === null) return null
  const { now, messages } = parsed(text, file)
  return { now: new Date(now), messages: messages as Message[] }
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
