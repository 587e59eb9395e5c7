import type { Message } from '../../sandbox/workspace/types.ts'
import type { FakeSlack } from '../../sandbox/workspace/web-api.ts'
import { engineOfTests } from '../support/engines.ts'
import { putRows, type Rows, takeRows } from '../support/rows.ts'
import type { Received, Receiver } from './receiver.ts'
import type { Stand } from './stand.ts'

type Ground = Pick<Stand, 'slack' | 'stairway' | 'clock'> & { readonly receiver: Receiver }

interface Beginning {
  readonly at: number
  readonly rows: Rows
  readonly messages: readonly Message[]
  readonly requests: readonly Received[]
}

const known = new Map<string, Beginning>()
const begun = new WeakSet<FakeSlack>()

/**
 * Tells a beginning that many stories share. Where another one has told it, and nothing has happened here yet, its end is
 * put back. What a Slack was told to do later (fail, hold) can't be seen: where the beginning is to meet that, it is told.
 */
export async function begin(story: Ground, name: string, tell: () => Promise<void>): Promise<void> {
  if (!untouched(story)) return tell()
  const told = `${name} ${engineOfTests()?.name}`
  const beginning = known.get(told)
  if (beginning) return putBack(story, beginning)
  await tell()
  known.set(told, await endOf(story))
}

function untouched({ slack }: Ground): boolean {
  const happened = slack.traffic.after(0).filter(({ what }) => what !== 'auth.test') // Stairway's own start
  return happened.length === 0 && slack.deactivated.size === 0 && !begun.has(slack)
}

async function endOf({ slack, stairway, clock, receiver }: Ground): Promise<Beginning> {
  const [rows, messages] = await Promise.all([takeRows(stairway.db), slack.kept()])
  return { at: clock.at, rows, messages, requests: [...receiver.requests] }
}

async function putBack({ slack, stairway, clock, receiver }: Ground, beginning: Beginning): Promise<void> {
  begun.add(slack)
  clock.at = beginning.at
  receiver.remember(beginning.requests)
  await Promise.all([putRows(stairway.db, beginning.rows), slack.restore(beginning.messages)])
}
