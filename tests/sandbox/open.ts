import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type {
  Act,
  ClockAnswer,
  ClockRequest,
  Done,
  Exchange,
  ShownMessage,
  State,
} from '../../sandbox/contract.ts'

/** The local workspace as `npm start` opens it, and what its page does. */
export interface Open {
  readonly url: string
  readonly pid: number
  /** Everything that was printed. */
  readonly printed: readonly string[]
  state(as: string): Promise<State>
  act(as: string, act: Act): Promise<Done>
  /** Types `/campaign <text>` in #growth, and gives the private line that answers. */
  say(as: string, text: string): Promise<ShownMessage>
  /** Clicks the button that shows `label` in the newest message that says `words`. */
  click(as: string, words: string, label: string): Promise<void>
  move(to: ClockRequest['to']): Promise<ClockAnswer>
  inspect(after?: number): Promise<Exchange[]>
  /** The state once it is as wanted, looked at after each change that the workspace tells of. */
  until(as: string, wanted: (state: State) => boolean): Promise<State>
  /** Ends the process as Ctrl-C does; resolves to its exit code. */
  close(): Promise<number | null>
}

export async function newFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-local-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Starts what `npm start` starts, without tokens and in a folder of its own; however busy the machine is, nothing is late. */
export async function openIn(folder: string, ...args: readonly string[]): Promise<Open> {
  const { child, printed } = spawnMain(folder, args)
  const url = await addressIn(child, printed)
  return { url, pid: child.pid ?? 0, printed, ...pageOf(url), close: () => end(child) }
}

function spawnMain(cwd: string, args: readonly string[]) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [resolve('bin/start.js'), '--patient', ...args], {
    cwd,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => printed.push(line))
  return { child, printed }
}

function addressIn(child: ChildProcess, printed: readonly string[]): Promise<string> {
  return new Promise((found, failed) => {
    child.once('exit', (code) => failed(new Error(`ended with ${code}: ${printed.join('\n')}`)))
    child.stdout?.on('data', () => {
      const line = printed.find((each) => each.includes('is open at'))
      if (line) found(line.replace(/.* /, ''))
    })
  })
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  return code
}

function pageOf(url: string) {
  const get = async (path: string) => (await fetch(`${url}${path}`)).json()
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const state = (as: string) => get(`/api/state?as=${as}`) as Promise<State>
  const act = (as: string, did: Act) => post('/api/act', { as, act: did }) as Promise<Done>
  const until: Open['until'] = async (as, wanted) => {
    for await (const _ of changesOf(url)) {
      const now = await state(as)
      if (wanted(now)) return now
    }
    throw new Error('The workspace ended')
  }
  return {
    state,
    act,
    until,
    say: async (as: string, text: string) => {
      const before = linesOf(await state(as)).length
      expectDone(await act(as, { kind: 'command', channel: 'C0GROWTH', text }))
      const line = linesOf(await until(as, (now) => linesOf(now).length > before)).at(-1)
      if (!line) throw new Error('no line')
      return line
    },
    click: async (as: string, words: string, label: string) => {
      const message = newest(await until(as, (now) => newest(now, words) !== undefined), words)
      if (!message) throw new Error('no message')
      expectDone(await act(as, clickOn(message, label)))
    },
    move: (to: ClockRequest['to']) => post('/api/clock', { to }) as Promise<ClockAnswer>,
    inspect: (after = 0) => get(`/api/inspector?after=${after}`) as Promise<Exchange[]>,
  }
}

function expectDone({ ok, error }: Done): void {
  if (!ok) throw new Error(error)
}

function linesOf({ conversations }: State): ShownMessage[] {
  return (conversations.C0GROWTH ?? []).filter(({ ephemeral }) => ephemeral)
}

/** Everything that a message says; a link by its name. */
export function wordsOf({ text, blocks }: Pick<ShownMessage, 'text' | 'blocks'>): string {
  return `${text}\n${JSON.stringify(blocks)}`.replaceAll(/<https:[^|>]*\|([^>]*)>/g, '$1')
}

export function newest({ conversations }: State, words: string): ShownMessage | undefined {
  const all = Object.values(conversations)
    .flat()
    .flatMap((message) => [message, ...message.replies])
  return all.findLast((message) => wordsOf(message).includes(words))
}

interface Shown {
  readonly type: string
  readonly action_id: string
  readonly text?: { readonly text: string }
  readonly value?: string
  /** Of a menu. */
  readonly options?: readonly { readonly text: { readonly text: string }; readonly value: string }[]
}

/** A click on the button that shows `label` there, or on what a menu shows. */
export function clickOn({ channel, ts, blocks, ephemeral }: ShownMessage, label: string): Act {
  const found = blocks.flatMap((block) =>
    [...((block.elements ?? []) as Shown[]), ...(block.accessory ? [block.accessory as Shown] : [])]
      .filter((element) => element.text?.text === label || chosen(element, label))
      .map((element) => ({ blockId: block.block_id ?? '', element })),
  )
  const [one] = found
  if (!one) throw new Error(`There is no button ${label}`)
  const { type, action_id: actionId, text, value } = one.element
  const option = chosen(one.element, label)
  const fields = {
    type,
    ...(text ? { text } : {}),
    ...(value === undefined ? {} : { value }),
    ...(option ? { selected_option: option } : {}),
  }
  const on = ephemeral ? { ephemeral: { channel, ts } } : { message: { channel, ts } }
  return { kind: 'click', on, blockId: one.blockId, actionId, fields }
}

const chosen = ({ options }: Shown, label: string) => options?.find(({ text }) => text.text === label)

/** One for now, and one for each change after it. */
async function* changesOf(url: string): AsyncGenerator<void> {
  const over = new AbortController()
  try {
    const response = await fetch(`${url}/api/events`, { signal: over.signal })
    for await (const chunk of response.body ?? []) if (Buffer.from(chunk).includes('change')) yield
  } finally {
    over.abort()
  }
}
