import { request } from 'node:http'
import { beforeAll, expect, test } from 'vitest'
import { signature } from '../../../sandbox/workspace/http.ts'
import { SIGNING_SECRET, type Stand, standUp } from '../../conversations/stand.ts'
import { ODD } from './odd.ts'

let stand: Stand
const lines: string[] = []
beforeAll(async () => {
  stand = await standUp({ env: { LOG_LEVEL: 'warn' }, log: { write: (line) => lines.push(line) } })
  return stand.close
})

const FORM = 'application/x-www-form-urlencoded'
const COMMAND =
  'command=%2Fcampaign&text=list&team_id=T0STAIR&user_id=U0ANA&channel_id=C0GROWTH&trigger_id=1&response_url='

/** Signed at `ahead` seconds from now. */
async function send(body: string, type: string, ahead = 0): Promise<number> {
  const at = Math.floor(Date.now() / 1_000) + ahead
  const headers = { 'content-type': type, ...signature(body, SIGNING_SECRET, at) }
  const { status } = await fetch(`${stand.url}/slack/events`, { method: 'POST', headers, body })
  return status
}

/** What fetch would not send as it stands. */
function get(path: string, method = 'GET'): Promise<number | undefined> {
  const { hostname, port } = new URL(stand.url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

test.each(ODD.map((odd) => [JSON.stringify(odd)] as const))(
  '%s is answered with 400, as JSON and in a form',
  async (body) => {
    expect(await send(body, 'application/json')).toBe(400)
    expect(await send(`payload=${encodeURIComponent(body)}`, FORM)).toBe(400)
  },
)

test.each([
  '',
  'null',
  '{',
  'payload=',
  'payload={',
  'payload=a&payload=b',
  'ssl_check=2',
  `${COMMAND}&text=twice`,
  '\u0000',
  '%%%',
])('so is %j, which is no JSON and no form of Slack', async (body) => {
  expect(await send(body, 'application/json')).toBe(400)
  expect(await send(body, FORM)).toBe(400)
})

test('JSON of 500,000 levels is answered, and more than 4 MB is too much', async () => {
  expect(await send(`${'['.repeat(500_000)}${']'.repeat(500_000)}`, 'application/json')).toBe(400)
  expect(await send('x'.repeat(4 * 1024 * 1024 + 1), 'application/json')).toBe(413)
})

test('a timestamp counts for five minutes in both directions', async () => {
  for (const near of [-290, 0, 290]) expect(await send(COMMAND, FORM, near), String(near)).toBe(200)
  for (const far of [-310, 310, 3_600, 86_400, 1e10])
    expect(await send(COMMAND, FORM, far), String(far)).toBe(401)
})

test('what is not signed is refused before it is looked at', async () => {
  const body = 'null'
  const headers = { 'content-type': 'application/json', ...signature(body, 'another secret') }
  expect((await fetch(`${stand.url}/slack/events`, { method: 'POST', headers, body })).status).toBe(401)
  expect(await get('/slack/events', 'POST')).toBe(401)
})

test('an address that is no path of ours is 400, one that nobody has 404', async () => {
  for (const path of ['//', '//evil.example/', '//evil.example/healthz', 'http://evil.example/healthz'])
    expect(await get(path), path).toBe(400)
  for (const path of ['/', '/slack/events', '/__proto__', '/constructor', '/%ff', '/healthz/%'])
    expect(await get(path), path).toBe(404)
  expect(await get('/healthz?of=a probe'.replace(' ', '+'))).toBe(200)
})

test('Slack asks whether the address is there, and hears yes', async () => {
  expect(await send('{"type":"url_verification","challenge":"c","token":"t"}', 'application/json')).toBe(200)
  expect(await send('ssl_check=1&token=t', FORM)).toBe(200)
})

test('what was refused is said in the log, without what stood in it', async () => {
  lines.length = 0
  await send('{"type":"event_callback","text":"what somebody wrote"}', 'application/json')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ msg: 'Request refused', status: 400 }])
  expect(lines.join()).not.toContain('somebody wrote')
})

test('one that leaves is not ready, and answers what is on its way to it', async () => {
  const leaver = await standUp()
  leaver.stairway.bot.leave()
  expect((await fetch(`${leaver.url}/readyz`)).status).toBe(503)
  const { text } = await (
    await leaver.client.command('U0ANA', '/campaign', 'new Spring win-back key:winback')
  ).answer()
  expect(text).toContain('Spring win-back')
  await leaver.close()
})
