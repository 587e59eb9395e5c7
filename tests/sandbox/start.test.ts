import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { State } from '../../sandbox/contract.ts'
import * as limits from '../../sandbox/workspace/block-limits.ts'
import { startSlack } from '../../sandbox/workspace/web-api.ts'
import { botToken } from '../../sandbox/workspace/workspace.ts'
import { manifestScopes } from '../conversations/manifest-scopes.ts'
import { failMain, runMain } from '../process/run-main.ts'
import { testDatabase } from '../support/database.ts'
import { newest, newFolder, openIn } from './open.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 }) // nothing here hangs on how busy the machine is

const ANA = 'U0ANA'
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The newest picture, as the page's server gives it. */
async function pictureIn(url: string, state: State) {
  const message = newest(state, 'slack_file')
  const [, id] = /"slack_file":\{"id":"(\w+)"/.exec(JSON.stringify(message?.blocks)) ?? []
  const { headers, ...answer } = await fetch(`${url}/api/files/${id}`).then(async (response) => ({
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()).toString('base64'),
  }))
  return {
    id,
    ...answer,
    type: headers.get('content-type'),
    policy: headers.get('cross-origin-resource-policy'),
  }
}

async function open(folder: string, ...args: string[]) {
  const workspace = await openIn(folder, ...args)
  ends.push(workspace.close)
  return workspace
}

async function openAnew(...args: string[]) {
  const { folder, remove } = await newFolder()
  const workspace = await openIn(folder, ...args)
  return { ...workspace, folder, end: () => workspace.close().then(remove) }
}

/** One that calls Stairway over HTTP, and another over Socket Mode, started beside each other. */
let one: Awaited<ReturnType<typeof openAnew>>
let other: typeof one
beforeAll(async () => {
  ;[one, other] = await Promise.all([openAnew('--http'), openAnew()])
})
afterAll(() => Promise.all([one.end(), other.end()]))

describe('npm start without tokens', () => {
  test('takes the next free port, each in a folder of its own, and works over HTTP too', async () => {
    expect(new URL(other.url).port).not.toBe(new URL(one.url).port)
    expect((await one.say(ANA, 'list all')).text).toContain('Spring win-back')
    expect((await one.inspect()).find(({ what }) => what === 'slash_commands')).toMatchObject({ ok: true })
  })

  test('no port of it is reached from another machine, over HTTP neither', async () => {
    const ports = await portsOf(one.pid)
    expect(ports.length).toBeGreaterThan(2)
    expect(ports.filter(({ address }) => address !== '0100007F')).toEqual([])
  })

  test('a second start in the same folder is refused, with who runs there, before it touches anything', async () => {
    const written = await readdir(join(one.folder, '.stairway'))
    await expect(openIn(one.folder, '--fresh')).rejects.toThrow(
      /runs on this database already: process \d+ on \S+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
    )
    expect(await readdir(join(one.folder, '.stairway'))).toEqual(expect.arrayContaining(written))
    expect((await one.say(ANA, 'list all')).text).toMatch(/^All campaigns/)
  })

  test('after a stop nobody more is reached, and that is proven', async () => {
    await one.say(ANA, 'stop winback The offer is over')
    await one.move('hour')
    await one.until(ANA, (state) => newest(state, 'not yet proven that nobody is') !== undefined)
    await one.move('week')
    const proven = await one.until(ANA, (state) => newest(state, 'nobody any more: ') !== undefined)
    expect(newest(proven, 'dated in the future')).toBeUndefined()
  })

  test('goes on where it was; --fresh begins anew', async () => {
    const { folder, ...first } = other
    await first.say(ANA, 'new Weekend offer template:quick-email key:weekend')
    await first.until(
      ANA,
      (state) => newest(state, '*Weekend offer*  `weekend`  ·  *preparing*') !== undefined,
    )
    await first.act(ANA, { kind: 'message', channel: 'C0DATA', text: 'Good morning' })
    await first.say(ANA, 'growth send')
    await first.until(ANA, (state) => newest(state, 'The CSV has a line for each campaign') !== undefined)
    await first.move('hour')
    const before = await first.state(ANA)
    const drawn = await pictureIn(first.url, before)
    expect(drawn.type).toBe('image/png')
    expect(drawn.policy).toBe('same-origin')
    expect(await first.close()).toBe(0)
    expect(await readdir(folder)).toEqual(['.stairway'])
    const files = [
      'stairway.db',
      'stairway.db-lock',
      'stairway.log',
      'stairway.yaml',
      'warehouse.db',
      'workspace.json',
    ]
    expect(await readdir(join(folder, '.stairway'))).toEqual(files)
    const log = await readFile(join(folder, '.stairway', 'stairway.log'), 'utf8')
    expect(log).toContain('Stairway is up')

    const second = await open(folder)
    const after = await second.state(ANA)
    const went = Date.parse(after.now) - Date.parse(before.now) // its clock goes on as ours does
    expect(went).toBeGreaterThanOrEqual(0)
    expect(went).toBeLessThan(3_600_000)
    expect(await pictureIn(second.url, after)).toEqual(drawn)
    expect((await fetch(`${second.url}/api/files/F0NONE`)).status).toBe(404)
    const lasting = (state: typeof before) =>
      Object.entries(state.conversations).map(([id, said]) => [
        id,
        said.filter(({ ephemeral }) => !ephemeral),
      ])
    const ids = (value: unknown) => JSON.stringify(value).replaceAll(/"block_id":"[^"]*"/g, '')
    expect(ids(lasting(after))).toBe(ids(lasting(before)))
    expect(after.guide.filter(({ done }) => done).map(({ id }) => id)).toEqual(['create'])
    // What stands is edited where it stands.
    await second.say(ANA, 'brief weekend horizon 21')
    await second.until(ANA, (state) => newest(state, 'horizon 21 days') !== undefined)
    expect(await second.close()).toBe(0)

    const third = await open(folder, '--fresh')
    const anew = await third.state(ANA)
    expect(newest(anew, 'Weekend offer')).toBeUndefined()
    expect(newest(anew, 'Spring win-back')).toBeDefined()
    expect(anew.now.slice(0, 15)).toBe('2026-03-16T08:3')
  })
})

describe('the page', () => {
  test('is for this machine and its own pages alone', async () => {
    const { url } = one
    const { host, port } = new URL(url)
    const json = { 'content-type': 'application/json' }
    const home = '{"as":"U0ANA","act":{"kind":"home"}}'
    const post = (headers: Record<string, string>, body: string, path = '/api/act') =>
      fetch(`${url}${path}`, { method: 'POST', headers, body }).then(({ status }) => status)
    expect(await post(json, home)).toBe(200)
    expect(await post({ ...json, origin: `http://${host}` }, home)).toBe(200)
    expect(await post({ ...json, origin: 'https://example.com' }, home)).toBe(403)
    expect(await post({ ...json, origin: 'null' }, home)).toBe(403)
    const wrong = `rebound.example.com:${port}`
    const instead = `open http://${host}/ in a browser of this machine`
    expect(await withHost(url, wrong)).toEqual([403, `Nothing is shown at ${wrong}: ${instead}`])
    expect(await withHost(url, `[::1]:${port}`)).toEqual([403, expect.stringContaining(instead)])
    expect(await withHost(url, `LocalHost:${port}`)).toEqual([200, undefined])
    expect(await post({ 'content-type': 'text/plain' }, home)).toBe(415)
    expect(await post(json, `"${'x'.repeat(1_000_001)}"`)).toBe(413)
    expect(await post(json, 'not json')).toBe(400)
    expect(await post(json, '{"as":"U0NOBODY","act":{"kind":"home"}}')).toBe(400)
    expect(await post(json, '{"as":"U0ANA","act":{"kind":"shout"}}')).toBe(400)
    expect(await post(json, '{"to":"yesterday"}', '/api/clock')).toBe(400)
    expect(await post(json, '{"type":"campaign.launch_step"}', '/sender')).toBe(400)
    expect((await fetch(`${url}/api/state?as=U0NOBODY`)).status).toBe(400)
    expect((await fetch(`${url}/api/files/F1`)).status).toBe(404)
    expect(await isListening('127.0.0.2', Number(port))).toBe(false)
  })

  test('is reached by paths of its own, for people of its own, in bodies that are no deeper than any of its page', async () => {
    const { url } = one
    const json = { 'content-type': 'application/json' }
    const post = (body: string, path = '/api/act') =>
      fetch(`${url}${path}`, { method: 'POST', headers: json, body }).then(({ status }) => status)
    for (const path of ['//evil.example/', '//evil.example/api/state', '//', 'http://evil.example/'])
      expect(await statusAt(url, path), path).toBe(400)
    for (const nobody of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect((await fetch(`${url}/api/state?as=${nobody}`)).status, nobody).toBe(400)
      expect(await post(`{"as":"${nobody}","act":{"kind":"home"}}`), nobody).toBe(400)
    }
    const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const element = `{"type":"button","x":${nested}}`
    const click = `{"kind":"click","on":{"view":{"id":"V1"}},"blockId":"b","actionId":"a","fields":${element}}`
    for (const body of [nested, `{"as":"U0ANA","act":${click}}`]) {
      expect(await post(body)).toBe(400)
      expect(await post(body, '/api/clock')).toBe(400)
      expect(await post(body, '/sender')).toBe(400)
    }
    expect(await post('not json', '/sender')).toBe(400)
    for (const path of ['/api/files/%ff', '/api/files/constructor'])
      expect((await fetch(`${url}${path}`)).status, path).toBe(404)
    expect((await fetch(`${url}/api/state?as=U0ANA`)).status).toBe(200)
  })

  test('comes with its script and style', async () => {
    const kinds = await Promise.all(
      ['/', '/page.js', '/page.css'].map(async (path) => {
        const response = await fetch(`${one.url}${path}`)
        return [response.status, response.headers.get('content-type'), (await response.text()).length > 100]
      }),
    )
    expect(kinds).toEqual([
      [200, 'text/html; charset=utf-8', true],
      [200, 'text/javascript; charset=utf-8', true],
      [200, 'text/css; charset=utf-8', true],
    ])
  })
})

describe('with tokens', () => {
  test('nothing of the workspace is loaded', async () => {
    const slack = await startSlack({ check: limits, scopes: await manifestScopes() })
    ends.push(slack.close)
    const database = await testDatabase()
    ends.push(database.drop)
    const loaded = await mkdtemp(join(tmpdir(), 'stairway-loaded-'))
    ends.push(() => rm(loaded, { recursive: true, force: true }))
    const running = await runMain({
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: 'secret',
      SLACK_API_URL: slack.apiUrl,
      DATABASE_URL: database.url,
      NODE_V8_COVERAGE: loaded, // lists every script of the process
    })
    running.signal('SIGTERM')
    expect(await running.ended()).toBe(0)
    const scripts = await scriptsIn(loaded)
    expect(scripts.filter((path) => path.endsWith('/src/main.ts'))).not.toEqual([])
    expect(scripts.filter((path) => /\/sandbox\/|\/node_modules\/(emulate|preact|ws)\//.test(path))).toEqual(
      [],
    )
  })

  test.each([
    ['SLACK_BOT_TOKEN', botToken, 'SLACK_SIGNING_SECRET'],
    ['SLACK_APP_TOKEN', 'xapp-1', 'SLACK_BOT_TOKEN'],
    ['SLACK_SIGNING_SECRET', 'secret', 'SLACK_BOT_TOKEN'],
  ])('%s alone is a mistake, not a wish for the workspace', async (name, value, missing) => {
    const { said, code } = await failMain({ [name]: value })
    expect(code).toBe(1)
    expect(said).toContain(missing)
  })
})

test('where its packages are not installed, the tokens are asked for', async () => {
  const { said, code } = await failMain({ NODE_OPTIONS: without('emulate') })
  expect(code).toBe(1)
  expect(said).toContain('SLACK_BOT_TOKEN')
})

/** A module hook that has no such package. */
function without(name: string): string {
  const absent = `Object.assign(new Error('no ' + name), { code: 'ERR_MODULE_NOT_FOUND' })`
  const hook = `export const resolve = async (name, context, next) => {
    if (name === '${name}') throw ${absent}
    return next(name, context)
  }`
  const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`
  return `--import=${url(`import { register } from 'node:module'; register(${JSON.stringify(url(hook))})`)}`
}

/** What a process listens on, as Linux tells it. */
async function portsOf(pid: number) {
  const sockets = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  )
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')))
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.includes(`socket:[${inode}]`))
    .map(([, local = '']) => ({ address: local.split(':')[0] }))
}

/** The path as it stands in the request, which fetch would read first. */
function statusAt(url: string, path: string): Promise<number | undefined> {
  const { host, hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

/** The status, and why where it is refused. */
function withHost(url: string, host: string): Promise<readonly [number | undefined, string | undefined]> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/`, { headers: { host } }, async (response) => {
      const { statusCode } = response
      const said = await text(response)
      resolve([statusCode, statusCode === 200 ? undefined : JSON.parse(said).error])
    })
    asked.on('error', reject).end()
  })
}

function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

/** What a process has loaded: of a bundle, the sources that it is made of. */
async function scriptsIn(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  const reports = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const urls = reports.flatMap((report) =>
    (JSON.parse(report) as { result: { url: string }[] }).result.map(({ url }) => url),
  )
  return (await Promise.all(urls.map(sourcesOf))).flat()
}

async function sourcesOf(url: string): Promise<string[]> {
  if (!url.includes('/.bundle/')) return [url]
  const map = JSON.parse(await readFile(new URL(`${url}.map`), 'utf8')) as { sources: string[] }
  return map.sources.map((source) => new URL(source, url).pathname)
}
