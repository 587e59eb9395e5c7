import { expect, test, vi } from 'vitest'
import { ground } from './ground.ts'
import { failMain } from './run-main.ts'

/** Only what hangs for good fails by time: on a busy machine the real process takes as long as it takes. */
const PATIENT = { timeout: 240_000 }
vi.setConfig({ testTimeout: 300_000 })

test('without what connects it says what is missing and where to find it, and ends with 1', async () => {
  const { said, code } = await failMain({ SLACK_BOT_TOKEN: 'xoxp-of-a-person' })
  expect(code).toBe(1)
  expect(said).toContain('SLACK_BOT_TOKEN')
  expect(said).toContain('SLACK_SIGNING_SECRET')
})

test('SIGTERM with a command in flight: nothing new is taken, the command is answered, and it ends with 0', async () => {
  const { slack, start, clientOf } = await ground()
  const running = await start()
  expect((await fetch(`${running.url}/healthz`)).status).toBe(200)
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200)

  const held = slack.holdNext('users.info')
  const command = clientOf(running).command('U0ANA', '/campaign', 'new Spring win-back key:winback')
  await held.arrived
  running.signal('SIGTERM')
  await expect
    .poll(
      () =>
        fetch(`${running.url}/healthz`).then(
          () => 'open',
          () => 'closed',
        ),
      PATIENT,
    )
    .toBe('closed')
  held.release()

  expect((await (await command).answer()).text).toContain('Spring win-back')
  expect(await running.ended()).toBe(0)
  expect(running.log.join('\n')).not.toContain('Spring win-back')
})

test('the same over Socket Mode: it says that it is not ready any more, and the answer leaves before the socket closes', async () => {
  const { slack, start, clientOf } = await ground({ socket: true })
  const running = await start()
  const health = async (path: string) => (await fetch(`${running.url}${path}`)).status
  expect([await health('/healthz'), await health('/readyz')]).toEqual([200, 200])

  const held = slack.holdNext('users.info')
  const command = clientOf(running).command('U0ANA', '/campaign', 'new Spring win-back key:winback')
  await held.arrived
  running.signal('SIGTERM')
  await expect.poll(() => health('/readyz'), PATIENT).toBe(503)
  expect(await health('/healthz')).toBe(200)
  held.release()

  expect((await (await command).answer()).text).toContain('Spring win-back')
  expect(await running.ended()).toBe(0)
})

test('kill -9 right after the ack: after a restart the card is posted, once', async () => {
  const { slack, start, clientOf } = await ground()
  const first = await start()
  await clientOf(first).command('U0ANA', '/campaign', 'new Spring win-back key:winback')
  first.signal('SIGKILL')
  await first.ended()
  await start()
  await slack.until('chat.postMessage')
  await slack.until('chat.postMessage', ({ answer }) => answer.ok)
  expect((await slack.messages('C0GROWTH')).map(({ text }) => text)).toEqual([
    expect.stringContaining('Spring win-back'),
  ])
})

test('kill -9 between the post and its answer: after a restart it is found, not posted again', async () => {
  const { slack, start, clientOf } = await ground()
  const first = await start()
  const held = slack.holdNext('chat.postMessage')
  await clientOf(first).command('U0ANA', '/campaign', 'new Spring win-back key:winback')
  await held.arrived
  first.signal('SIGKILL')
  await first.ended()
  held.release()
  const second = await start()
  await slack.until('conversations.history')
  await clientOf(second).command('U0ANA', '/campaign', 'brief winback horizon 21')
  await slack.until('chat.update')
  expect(await slack.messages('C0GROWTH')).toHaveLength(1)
})
