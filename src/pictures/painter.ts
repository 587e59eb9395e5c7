/** Turns pictures into PNGs, in a thread of its own. */
import { Worker } from 'node:worker_threads'
import type { Picture } from './picture.ts'

/** The thread is started by the first picture, does one after the other, and ends when none was asked for a while. */
export interface Painter {
  /** The PNG; rejects where it can't be drawn, or not in time. */
  paint(picture: Picture): Promise<Uint8Array>
  /** Starts the thread ahead of the first picture, where one is soon to come. */
  warm(): void
  close(): Promise<void>
}

interface Waiting {
  resolve(png: Uint8Array): void
  reject(error: Error): void
}

/** The thread's answer to one picture. */
type Painted = { readonly id: number } & ({ readonly png: Uint8Array } | { readonly error: string })

const LONGEST_MS = 15_000
const IDLE_MS = 60_000

export function createPainter(): Painter {
  let thread: Thread | null = null
  let idle: NodeJS.Timeout | undefined
  const rest = () => {
    idle = setTimeout(() => void close(), IDLE_MS).unref()
  }
  const forget = (gone: Thread) => {
    if (thread === gone) thread = null
  }
  const close = async () => {
    clearTimeout(idle)
    const last = thread
    thread = null
    await last?.end(new Error('The painter was closed'))
  }
  const begin = (): Thread => {
    clearTimeout(idle)
    const begun = thread ?? startThread(() => forget(begun))
    thread = begun
    return begun
  }
  return {
    warm() {
      begin()
      rest()
    },
    async paint(picture) {
      const painting = begin()
      try {
        return await painting.paint(picture)
      } finally {
        clearTimeout(idle)
        rest()
      }
    },
    close,
  }
}

interface Thread {
  paint(picture: Picture): Promise<Uint8Array>
  end(why: Error): Promise<void>
}

/** `gone` is called when it can paint no more. */
function startThread(gone: () => void): Thread {
  const worker = new Worker(new URL('./painter-worker.js', import.meta.url), { execArgv: [] })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  const end = async (why: Error) => {
    gone()
    for (const { reject } of waiting.values()) reject(why)
    waiting.clear()
    await worker.terminate()
  }
  worker.on('error', (error) => void end(error))
  worker.on('exit', () => void end(new Error('The painter ended')))
  worker.on('message', (painted: Painted) => {
    const asker = waiting.get(painted.id)
    waiting.delete(painted.id)
    if ('png' in painted) asker?.resolve(painted.png)
    else asker?.reject(new Error(`A picture could not be drawn: ${painted.error}`))
  })
  const ask = (picture: Picture) =>
    new Promise<Uint8Array>((resolve, reject) => {
      const id = ++asked
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, picture })
    })
  return {
    end,
    async paint(picture) {
      worker.ref()
      const late = setTimeout(() => void end(new Error('A picture took too long')), LONGEST_MS)
      try {
        return await ask(picture)
      } finally {
        clearTimeout(late)
        if (waiting.size === 0) worker.unref()
      }
    },
  }
}
