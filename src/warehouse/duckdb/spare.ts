import type { Engine } from './engine.ts'

const IDLE_MS = 60_000

/**
 * An engine between reads, of whatever warehouse, since starting one takes longer than most of them; it ends where none
 * comes for a while.
 */
export interface Spare {
  /** With an empty database that may take `memory` bytes, for whoever asked alone. */
  take(memory: number): Promise<Engine>
  /** Keeps it, or ends it where it was interrupted, holds too much memory, or there is one already. */
  give(engine: Engine): Promise<void>
  close(): Promise<void>
}

export function createSpare(start: () => Promise<Engine>): Spare {
  let kept: Engine | undefined
  let closed = false
  let idle: NodeJS.Timeout | undefined
  const free = () => {
    clearTimeout(idle)
    const engine = kept
    kept = undefined
    return engine
  }
  return {
    async take(memory) {
      const engine = free()
      // The machine may have ended it meanwhile, which is no fault of the read that comes now.
      const again = engine && (await opened(engine, memory).catch(() => undefined))
      return again ?? (await opened(await start(), memory))
    },
    async give(engine) {
      // One that has ended can't be closed any more.
      const usable = await engine.close().catch(() => false)
      if (!usable || closed || kept) return await engine.end()
      kept = engine
      idle = setTimeout(() => void free()?.end(), IDLE_MS).unref()
    },
    async close() {
      closed = true
      await free()?.end()
    },
  }
}

async function opened(engine: Engine, memory: number): Promise<Engine> {
  try {
    await engine.open(memory)
    return engine
  } catch (error) {
    await engine.end()
    throw error
  }
}
