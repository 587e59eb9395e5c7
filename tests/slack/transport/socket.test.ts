import { request } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import { type Stand, standUp } from '../../conversations/stand.ts'
import { ODD } from './odd.ts'

let stand: Stand
beforeAll(async () => {
  stand = await standUp({ socket: true })
  return stand.close
})

const EVENT = { type: 'event_callback', team_id: 'T0STAIR' }
const frame = (type: unknown, payload: unknown) => JSON.stringify({ type, envelope_id: 'e', payload })
/** Names that the client of Slack gives to events of its own. */
const OWN = [
  'error',
  'close',
  'ws_message',
  'slack_event',
  'connected',
  'disconnected',
  'hello',
  'newListener',
]

const FRAMES: readonly (string | Buffer)[] = [
  '',
  '{',
  '\u0000',
  Buffer.from('{"type":"hello"}'),
  ...ODD.map((odd) => JSON.stringify(odd)),
  ...ODD.flatMap((odd) =>
    ['events_api', 'interactive', 'slash_commands', null, 7, {}].map((type) => frame(type, odd)),
  ),
  ...OWN.map((type) => frame('events_api', { ...EVENT, event: { type } })),
  ...OWN.filter((type) => type !== 'hello').map((type) => frame(type, { ...EVENT, event: { type: 'x' } })),
  `${'['.repeat(500_000)}${']'.repeat(500_000)}`,
]

test('no frame ends the process or the connection: what comes after it is answered', async () => {
  // A rejection that nobody caught fails this run, as it would end the process.
  for (const each of FRAMES) stand.socket?.send(each)
  expect((await stand.say('U0ANA', 'list')).text).toMatch(/^My campaigns/)
  expect(stand.socket?.opened).toBe(1)
})

test('health is asked by its paths alone', async () => {
  const status = (path: string, method = 'GET') =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(stand.url)
      request({ hostname, port, path, method }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
  expect(await status('/healthz')).toBe(200)
  expect(await status('/readyz?of=a+probe')).toBe(200)
  for (const path of ['/', '/__proto__', '/constructor', '//healthz', '/healthz/'])
    expect(await status(path)).toBe(404)
  expect(await status('/healthz', 'POST')).toBe(404)
})
