import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { afterEach, describe, expect, it } from 'vitest'
import { startSocketMode } from '../../../sandbox/workspace/socket-mode.ts'
import { type FakeSlack, startSlack } from '../../../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../../../sandbox/workspace/workspace.ts'

const ends: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

// These tests cut connections: what the socket client reports of that is expected.
const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

async function boltOf(slack: FakeSlack, listen: (app: App) => void): Promise<void> {
  const clientOptions = () => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } })
  const receiver = new SocketModeReceiver({
    appToken,
    clientPingTimeout: 20, // also what it waits before it connects anew
    logger: quiet,
    installerOptions: { clientOptions: clientOptions() },
  })
  const app = new App({ token: botToken, receiver, clientOptions: clientOptions(), logger: quiet })
  listen(app)
  await app.start()
  ends.push(() => app.stop())
}

async function start() {
  const slack = await startSlack()
  ends.push(slack.close)
  const socket = await startSocketMode(slack)
  ends.push(socket.close)
  return { slack, socket }
}

describe('Socket Mode', () => {
  it('carries commands, clicks and events to a real Bolt app, and its acks back', async () => {
    const { slack, socket } = await start()
    await boltOf(slack, (app) => {
      app.command('/campaign', async ({ ack, command }) => ack(`${command.text} ${'é'.repeat(70_000)}`))
      app.action('approve', async ({ ack, respond }) => {
        await ack()
        await respond('Approved')
      })
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [] } })
      })
    })
    const said = await socket.client.command('U0ANA', '/campaign', 'x'.repeat(300))
    expect(said.status).toBe(200)
    expect((await said.answer()).text).toBe(`${'x'.repeat(300)} ${'é'.repeat(70_000)}`)

    const [line] = slack.ephemerals('U0ANA')
    if (!line) throw new Error('no line')
    const clicked = await socket.client.click('U0ANA', { on: line, actionId: 'approve' })
    expect(clicked.ack).toBeUndefined()
    expect((await clicked.answer()).text).toBe('Approved')

    await socket.client.event('app_home_opened', { user: 'U0RAJ', tab: 'home', channel: 'D0RAJ' })
    await slack.until('views.publish', ({ args }) => args.user_id === 'U0RAJ')
  })

  it('sends an envelope again when the connection was cut before its ack', async () => {
    const { slack, socket } = await start()
    let attempts = 0
    await boltOf(slack, (app) => {
      app.command('/campaign', async ({ ack }) => {
        attempts += 1
        if (attempts === 1) socket.drop()
        else await ack('second time')
      })
    })
    const said = await socket.client.command('U0ANA', '/campaign', 'show')
    expect((await said.answer()).text).toBe('second time')
    expect(attempts).toBe(2)
    expect(socket.opened).toBe(2)
  })

  it('asks the bot to connect anew', async () => {
    const { slack, socket } = await start()
    await boltOf(slack, (app) => {
      app.command('/campaign', async ({ ack }) => ack('here'))
    })
    socket.refresh()
    await socket.connected(2)
    expect((await (await socket.client.command('U0ANA', '/campaign', '')).answer()).text).toBe('here')
  })
  it('sends each envelope to one of several connections', async () => {
    const { slack, socket } = await start()
    const asked = { first: 0, second: 0 }
    const answering = (name: keyof typeof asked) => (app: App) =>
      app.command('/campaign', async ({ ack }) => {
        asked[name] += 1
        await ack(name)
      })
    await boltOf(slack, answering('first'))
    await boltOf(slack, answering('second'))
    const say = async (text: string) =>
      (await (await socket.client.command('U0ANA', '/campaign', text)).answer()).text
    const said = [await say('1'), await say('2'), await say('3'), await say('4')]
    expect(said).toEqual(['first', 'second', 'first', 'second'])
    expect(socket.ackedBy).toEqual([1, 2, 1, 2])
    expect(asked).toEqual({ first: 2, second: 2 })
  })
})
