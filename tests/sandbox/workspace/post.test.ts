import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { json, listen } from '../../../sandbox/server/http.ts'
import { slackClient } from '../../../sandbox/workspace/http.ts'
import { Lost, post, rereading } from '../../../sandbox/workspace/post.ts'
import { slackOf } from '../../support/tiny-bot.ts'

const WHOLE = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: keep-alive\r\n\r\nfine'

/** Once asked, what a server does with the connection. */
type Doing = (socket: Socket) => unknown
const answers: Doing = (socket) => socket.write(WHOLE)
const resets: Doing = (socket) => socket.resetAndDestroy()
const breaksOff: Doing = (socket) =>
  socket.write(WHOLE.slice(0, -2), () => setImmediate(() => resets(socket)))

/** A server that does one after the other, the last for good, and resets whatever rests open as soon as somebody comes. */
async function serving(...doings: readonly Doing[]) {
  const open = new Set<Socket>()
  let asked = 0
  const server = createServer((socket) => {
    for (const resting of open) resets(resting)
    open.add(socket.on('error', () => undefined).on('close', () => open.delete(socket)))
    socket.on('data', () => doings[Math.min(asked++, doings.length - 1)]?.(socket))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(async () => {
    for (const resting of open) resting.destroy()
    await new Promise((closed) => server.close(closed))
  })
  const { port } = server.address() as { port: number }
  const url = `http://127.0.0.1:${port}/`
  return { url, asked: () => asked, ask: () => post(url, {}, '{}') }
}

test('a server that resets what rests open loses nobody their answer', async () => {
  const { ask, asked } = await serving(answers)
  for (const _ of Array.from({ length: 20 })) expect(await ask()).toMatchObject({ status: 200, body: 'fine' })
  expect(asked()).toBe(20) // none was asked twice either
})

test('an answer that is cut is said in words, and asked again by what only reads', async () => {
  for (const cut of [resets, breaksOff]) {
    const { ask, asked } = await serving(cut, cut, answers)
    await expect(ask()).rejects.toThrow(/^127\.0\.0\.1:\d+ gave no whole answer \(.+\)$/)
    expect((await rereading(ask)).body).toBe('fine')
    expect(asked()).toBe(3)
  }
  const { ask, asked } = await serving(resets)
  await expect(rereading(ask)).rejects.toThrow(Lost)
  expect(asked()).toBe(3)
})

test('a bot that cuts an act is one that did not take it', async () => {
  const { url } = await serving(resets)
  const client = slackClient({ url, signingSecret: 's', slack: await slackOf() })
  await expect(client.command('U0ANA', '/campaign', 'list')).rejects.toThrow(Lost)
})

test('the page is told in words of what was cut, as something that passes', async () => {
  const { ask } = await serving(resets)
  const page = await listen(new Map([['GET /state', async () => json(await ask())]]), 0)
  onTestFinished(() => void page.close())
  const answer = await fetch(`http://127.0.0.1:${(page.address() as { port: number }).port}/state`)
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({
    error: expect.stringMatching(/no whole answer.*: try again\.$/),
  })
})
