import { WebClient } from '@slack/web-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { subjectOf } from '../../../src/domain/subject.ts'
import { jobKinds } from '../../../src/jobs/kinds/all.ts'
import { createTableEngine } from '../../../src/jobs/table/engine.ts'
import type { JobKinds } from '../../../src/usecases/deps.ts'
import { postToTeam } from '../../../src/usecases/outbox.ts'
import { transact } from '../../../src/usecases/transaction.ts'
import { type Stand, standUp } from '../../support/stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await standUp()
})
afterEach(() => stand.close())

/** Digests of many for a channel. */
async function digests(target: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const subject = subjectOf('portfolio', n + 1)
    await transact(stand.deps, (open) =>
      postToTeam(open, { teamId: 'T1', kind: 'portfolio', subject, target }),
    )
  }
}

/** Engine and Slack of the test: `reached` resolves once so many were posted; what goes to C1 hangs until `release`. */
function posting(count: number) {
  const posts: string[] = []
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let tell: () => void = () => undefined
  const reached = new Promise<void>((resolve) => {
    tell = resolve
  })
  const delivery = new WebClient('xoxb-test', {
    retryConfig: { retries: 0 },
    fetch: async (_url, init) => {
      const channel = String(new URLSearchParams(String(init?.body)).get('channel'))
      if (channel === 'C1') await released
      if (posts.push(channel) === count) tell()
      return Response.json({ ok: true, channel, ts: `${posts.length}.1` })
    },
  })
  const draw = async () => ({ text: 'A digest', blocks: [] })
  const kinds = jobKinds({ ...stand.jobDeps, delivery, draw })
  const { db, deps, jobDeps } = stand
  const engine = createTableEngine<JobKinds>({ db, log: jobDeps.log, now: deps.now, kinds })
  return { engine, posts, reached, release }
}

test('a channel whose Slack hangs holds back no other', async () => {
  await digests('C1', 20)
  for (const channel of ['C2', 'C3', 'C4', 'C5']) await digests(channel, 3)
  const { engine, posts, reached, release } = posting(12)
  await engine.start()
  await reached
  expect([...posts].sort()).toEqual(['C2', 'C3', 'C4', 'C5'].flatMap((each) => [each, each, each]))
  release()
  await engine.stop(10_000)
  expect(new Set(posts.slice(12))).toEqual(new Set(['C1']))
})

test('a channel with many gets them a second apart, each once', async () => {
  await digests('C2', 7)
  const { engine, posts } = posting(7)
  const counts: number[] = []
  for (const seconds of [0, 1, 0.1, 0.9, 0.2, 1.1]) {
    stand.pass(seconds * 1_000)
    await engine.runDue()
    counts.push(posts.length)
  }
  expect(counts).toEqual([4, 4, 5, 5, 6, 7])
  expect(await stand.db('messages').where({ state: 'sent' })).toHaveLength(7)
  expect(await stand.db('jobs').where({ kind: 'deliver_paced' })).toEqual([])
})
