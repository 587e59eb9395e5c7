import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createLogger,
  currentCorrelation,
  type Logger,
  maskPrivate,
  newCorrelationId,
  withCorrelation,
} from '../../src/log.ts'
import { anyCodePoint } from '../support/any-text.ts'

/** The lines that `write` logs, as they leave the process. */
function logged(write: (log: Logger) => void): string {
  const lines: string[] = []
  write(createLogger('trace', { write: (line: string) => void lines.push(line) }))
  return lines.join('')
}

function only(line: string): Record<string, unknown> {
  return JSON.parse(line)
}

// Put together here, so that no scanner takes this file for a leak.
const bot = ['xoxb', '123456789012', 'AbCdEfGhIjKl'].join('-')
const rotating = ['xoxe.xoxp', '1', 'Mi0yLTEyMzQ1'].join('-')
const app = ['xapp', '1', 'A012345', 'deadbeef'].join('-')
const webhook = ['whsec', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLw+/=='].join('_')
const words = 'the words of a person'
const said = { message: { text: words } }
const scope = { needed: 'chat:write' }

describe('the log', () => {
  it('writes JSON lines with level, time and what was given', () => {
    const line = logged((log) => log.info({ job: { id: 7 } }, 'Job done'))
    expect(line.endsWith('}\n')).toBe(true)
    expect(only(line)).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      job: { id: 7 },
      msg: 'Job done',
    })
  })

  it('says nothing below its level', () => {
    const lines: string[] = []
    createLogger('warn', { write: (line: string) => void lines.push(line) }).info('unimportant')
    expect(lines).toEqual([])
  })

  it.each([
    ['in the message', (log: Logger) => log.info(`started with ${bot} and ${app}`)],
    ['as an argument of the message', (log: Logger) => log.info('started with %s and %o', bot, { a: app })],
    ['after a line break', (log: Logger) => log.info({ note: `\n${bot}\t${webhook}` })],
    ['glued to a word', (log: Logger) => log.info(`token${bot}${app}`)],
    ['in a key', (log: Logger) => log.info({ tokens: { [bot]: 1 }, [app]: 2 })],
    ['in a value', (log: Logger) => log.info({ a: { b: [{ c: `Bearer ${bot}` }, webhook, rotating] } })],
    ['in the bindings of a child', (log: Logger) => log.child({ a: bot, deep: { x: [app] } }).info('x')],
    ['in an error', (log: Logger) => log.error(new Error(`failed with ${bot}`, { cause: new Error(app) }))],
    ['in upper case', (log: Logger) => log.info(bot.toUpperCase())],
    ['in JSON inside JSON', (log: Logger) => log.info(JSON.stringify(JSON.stringify({ a: bot })))],
  ])('holds no token %s', (_, write) => {
    const line = logged(write)
    expect(line).toContain('[redacted]')
    expect(line).not.toMatch(/xox[a-z]|xapp|whsec|AbCdEf|deadbeef|MfKQ9r8|Mi0yLT/i)
    for (const each of line.trim().split('\n')) expect(() => only(each)).not.toThrow()
  })

  it.each([
    ['a bearer token', { h: 'Bearer abcdefghijklmnopqrstuvwxyz' }],
    ['an authorization header', { headers: { Authorization: 'abc-secret-value' } }],
    ['a cookie', { req: { headers: { cookie: 'd=abc-secret-value' } } }],
    ['a signing secret', { config: { slack: { signingSecret: 'abc-secret-value' } } }],
    [
      'a client secret, by any spelling',
      { CLIENT_SECRET: 'abc-secret-value', 'client-secret': 'abc-secret-value' },
    ],
    ['a password, its word cut in two', { Pass_Word: 'abc-secret-value' }],
    ['the password of a URL', { url: 'postgres://u:abc-secret-value@db/stairway' }],
    ['a response URL', { at: 'https://hooks.slack.com/commands/T1/2/abc-secret-value' }],
    ['a form field', { sent: 'channel=C1&token=abc-secret-value&x=1' }],
    ['JSON in a string', { sent: 'body: {"access_token":"abc-secret-value"}' }],
    ['a secret six objects down', { a: { b: { c: { d: { e: { f: { token: 'abc-secret-value' } } } } } } }],
  ])('holds no %s', (_, given) => {
    const line = logged((log) => log.info(given))
    expect(line).toContain('[redacted]')
    expect(line).not.toMatch(/abc-secret-value|abcdefghijklmnop/)
  })

  it.each([
    ['text', { text: words }],
    ['blocks', { message: { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: words } }] } }],
    ['attachments', { a: [{ attachments: [{ fallback: words }] }] }],
    ['a view', { view: { state: { values: { a: { b: { value: words } } } } } }],
    ['a job payload', { payload: { teamId: 'T1', question: words } }],
    ['JSON in a string', { sent: `http request body: {"channel":"C1","text":"${words}"}` }],
    ['escaped JSON in a string', { sent: JSON.stringify(JSON.stringify({ blocks: [{ a: words }] })) }],
    ['an inspected object in a string', { sent: `{ channel: 'C1', text: '${words}' }` }],
    ['a form in a string', { sent: `channel=C1&text=${encodeURIComponent(words)}` }],
  ])('holds no message body: %s', (_, given) => {
    for (const line of [
      logged((log) => log.info(given)),
      logged((log) => log.child(given).info('x')),
      logged((log) => log.info('said %j', given)),
    ]) {
      expect(line).toContain('[redacted]')
      expect(line).not.toMatch(/words(?: |%20)of/)
    }
  })

  it.each([
    ['a refusal by Slack', new WebAPIPlatformError({ ok: false, error: 'not_in_channel', ...said })],
    ['a strange answer', new WebAPIHTTPError(500, 'no', { 'set-cookie': bot }, `{"text":"${words}"}`)],
    [
      'a network fault',
      new WebAPIRequestError(
        Object.assign(new Error('timeout'), { config: { data: words, headers: { a: bot } } }),
      ),
    ],
  ])('says what went wrong, not what was sent: %s', (_, error) => {
    for (const write of [
      (log: Logger) => log.error(error),
      (log: Logger) => log.error({ err: error }, 'x'),
      (log: Logger) => log.error({ error }, 'x'),
      (log: Logger) => log.error({ reason: error }, 'x'),
      (log: Logger) => log.child({ err: error }).error('x'),
      (log: Logger) => log.error({ err: new Error('outer', { cause: error }) }),
    ]) {
      const line = logged(write)
      expect(line).toContain(error.name)
      expect(line).toContain(error.code)
      expect(line).not.toMatch(/xoxb|words of/)
    }
  })

  it('keeps what helps: the error of Slack, the missing scope, the seconds to wait, the status, the cause', () => {
    const missing = new WebAPIPlatformError({ ok: false, error: 'missing_scope', ...scope })
    const errors = [missing, new WebAPIRateLimitedError(30), new WebAPIHTTPError(503, 'no', {})]
    const lines = errors.map((err) => only(logged((log) => log.error({ err }))).err)
    expect(lines).toMatchObject([
      { slackError: { error: 'missing_scope', needed: 'chat:write' } },
      { retryAfter: 30 },
      { statusCode: 503 },
    ])
    const nested = logged((log) => log.error(new Error('outer', { cause: new Error('inner') })))
    expect(only(nested)).toMatchObject({
      err: { message: 'outer', cause: { message: 'inner', stack: expect.any(String) } },
    })
  })

  it('survives what can hardly be written', () => {
    const circular: Record<string, unknown> = { token: 'abc-secret-value' }
    circular.self = circular
    const throwing = {
      get a() {
        throw new Error('no')
      },
    }
    for (const odd of [
      circular,
      { throwing },
      { big: 1n },
      { f: () => 1, u: undefined, s: Symbol('x') },
      { nan: Number.NaN },
    ]) {
      const line = logged((log) => log.info(odd, 'odd'))
      expect(only(line)).toMatchObject({ msg: 'odd' })
      expect(line).not.toContain('abc-secret-value')
    }
  })

  it('finds a token in any text, and leaves a line that can be read', () => {
    const token = fc.constantFrom(bot, rotating, app, webhook)
    fc.assert(
      fc.property(
        fc.string({ unit: anyCodePoint }),
        token,
        fc.string({ unit: anyCodePoint }),
        (before, secret, after) => {
          const given = `${before}${secret} ${after}`
          const line = logged((log) => log.info({ given }, given))
          expect(() => only(line)).not.toThrow()
          expect(line).not.toContain(secret.slice(0, 12))
        },
      ),
    )
  })

  it('masks hostile lengths without hanging', () => {
    for (const unit of ['{text', '[{', '://a:', 'bearer ', '\\', '{"\\', 'xox', 'token=']) {
      expect(typeof maskPrivate(unit.repeat(200_000 / unit.length))).toBe('string')
    }
  })

  it('leaves plain words as they are', () => {
    const plain = 'Basic checks [tests]: 12:30 at https://example.org/a:b, by <@U1>'
    expect(maskPrivate(plain)).toBe(plain)
  })
})

describe('the correlation id', () => {
  it('is in every line within, also after an await, and in none without', async () => {
    const lines: string[] = []
    const log = createLogger('info', { write: (line: string) => void lines.push(line) })
    await withCorrelation('abc', async () => {
      log.info('one')
      await new Promise(setImmediate)
      log.child({}).info('two')
      withCorrelation(undefined, () => log.info('three'))
    })
    log.info('four')
    expect(lines.map((line) => only(line).correlationId)).toEqual(['abc', 'abc', undefined, undefined])
  })

  it('is kept apart between what runs at the same time', async () => {
    const one = async (id: string) =>
      withCorrelation(id, async () => {
        await new Promise(setImmediate)
        return currentCorrelation()
      })
    expect(await Promise.all(['a', 'b'].map(one))).toEqual(['a', 'b'])
    expect(currentCorrelation()).toBeUndefined()
  })

  it('is 12 hexadecimal digits, new each time', () => {
    const ids = Array.from({ length: 100 }, newCorrelationId)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(100)
  })
})
