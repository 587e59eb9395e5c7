import type { ServerResponse } from 'node:http'
import type { ClockMove } from '../contract.ts'

/** Tells every open page that there is something new to see. */
export interface Changes {
  readonly version: number
  /** Many changes at once are told as one. */
  bump(): void
  /** The clock is on its way. */
  move(move: ClockMove): void
  /** Sends `change` events with the version until the page goes away. */
  subscribe(response: ServerResponse): void
  close(): void
}

const TOGETHER_MS = 40

/** `onChange` is called at each, whether a page is open or not. */
export function createChanges(onChange: () => void): Changes {
  const pages = new Set<ServerResponse>()
  let version = 1
  let timer: NodeJS.Timeout | undefined
  const tell = () => {
    timer = undefined
    for (const page of pages) page.write(eventOf(version))
  }
  return {
    get version() {
      return version
    },
    bump() {
      version += 1
      onChange()
      timer ??= setTimeout(tell, TOGETHER_MS).unref()
    },
    move(move) {
      for (const page of pages) page.write(`event: clock\ndata: ${JSON.stringify(move)}\n\n`)
    },
    subscribe(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write(eventOf(version))
      pages.add(response)
      response.on('close', () => pages.delete(response))
    },
    close() {
      clearTimeout(timer)
      for (const page of pages) page.end()
    },
  }
}

function eventOf(version: number): string {
  return `event: change\ndata: ${version}\n\n`
}
