import { access, readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { appToken, configToken } from '../../sandbox/workspace/workspace.ts'
import { readEnvironment } from '../../src/config/environment.ts'
import { holdDatabase } from '../../src/store/kit/hold.ts'
import { beginMove } from '../../src/store/moves.ts'
import { enlist } from '../../src/store/processes.ts'
import { manifestScopes } from '../conversations/manifest-scopes.ts'
import { openShop, shopYaml } from '../conversations/shop.ts'
import { standUp } from '../conversations/stand.ts'
import { using } from '../move/sides.ts'
import { openUrl } from '../store/open.ts'
import { dialect, sqliteFile } from '../support/database.ts'
import { everything } from '../support/stand.ts'
import { startVendor } from '../targets/vendor.ts'
import { installed, SIGNING_SECRET, screenFor, silence, visit } from './visit.ts'

const GROUPS = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM], usergroup: S0GROWTH }
  data: { kind: data, members: [U0RAJ], usergroup: S0DATA }
`

/** Takes the database as a process that runs does. */
async function hold(databaseUrl: string): Promise<void> {
  const { database } = readEnvironment({ DATABASE_URL: databaseUrl }).settings
  if (database.client === 'postgres') return run(databaseUrl)
  const held = await holdDatabase(database)
  onTestFinished(() => held.release())
}

/** As a process that runs says that it does. */
async function run(databaseUrl: string): Promise<void> {
  const db = openUrl(databaseUrl)
  await enlist(db, { id: 'one', name: `${process.pid} on here` })
  onTestFinished(() => db.destroy())
}

async function shop() {
  const opened = await openShop()
  onTestFinished(() => opened.close())
  await opened.run('create table refunds (unit text, at text, value real)')
  return opened
}

async function flags(status: number) {
  const vendor = await startVendor(() => ({ status, body: { name: 'PermissionError' } }))
  onTestFinished(() => vendor.close())
  return `
targets:
  toggles: { kind: unleash, base: "${vendor.base}", token: env:TOGGLES, environment: production }
  sender: { kind: webhook, url: "${vendor.base}/hook", secret: env:SENDER }
`
}

const SECRETS = { TOGGLES: '*:*.9c1f8a', SENDER: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }

test('an installation that is well: one screen, nothing wrong, and nothing is changed', async () => {
  const yaml = `${GROUPS}${shopYaml(await shop())}`
  const stand = await standUp({ yaml })
  onTestFinished(() => stand.close())
  await stand.say('U0ANA', 'new Spring win-back key:winback')
  await stand.settle()
  await hold(stand.databaseUrl)
  const { slack, databaseUrl } = stand
  const [before, calls] = [await everything(stand.stairway.db), slack.calls.length]
  const env = { SLACK_APP_TOKEN: appToken, SLACK_CONFIG_TOKEN: configToken }
  const { code, screen } = await screenFor({ slack, databaseUrl, yaml, env })
  expect(screen.replace(/process \d+ on .*/, 'process … on …').split('\n')).toEqual([
    `Stairway doctor: 0 wrong, 0 open, ${dialect === 'postgres' ? 11 : 10} well`,
    '',
    'well   bot token: Slack takes it: stairway in Stairway',
    'well   connection: Slack takes the token of Socket Mode',
    'well   scopes: all 12 of manifest.yaml are granted',
    'well   events: the app subscribes to all 15 of manifest.yaml',
    'well   user groups: all 2 are read',
    'well   channels: one can be posted in',
    'well   database: the schema is up to date',
    'well   who runs: process … on …',
    'well   clock: Slack has the same time',
    ...(dialect === 'postgres' ? ['well   clock: PostgreSQL has the same time'] : []),
    'well   warehouse shop: all 7 queries run',
  ])
  expect(code).toBe(0)
  expect(await everything(stand.stairway.db)).toEqual(before)
  expect([...new Set(slack.calls.slice(calls).map(({ method }) => method))].sort()).toEqual([
    'apps.manifest.export',
    'auth.test',
    'bots.info',
    'conversations.info',
    'usergroups.users.list',
  ])
})

test('a token that Slack refuses is said first, and what hangs on it is not asked', async () => {
  const installation = await installed()
  const { code, screen } = await screenFor({ ...installation, env: { SLACK_BOT_TOKEN: 'xoxb-revoked' } })
  expect(code).toBe(1)
  expect(screen).toContain(
    `
WRONG  bot token: Slack does not take SLACK_BOT_TOKEN (invalid_auth)
       > Install the app, and put its "Bot User OAuth Token" there.
`,
  )
  expect(screen).toContain('open   scopes: not asked: the bot token comes first')
  expect(screen).toContain('well   database: the schema is up to date')
  expect(screen).not.toContain('xoxb-revoked')
})

test('scopes and events that the installed app lacks are named', async () => {
  const lacks = ['files:read', 'groups:read']
  const installation = await installed((await manifestScopes()).filter((scope) => !lacks.includes(scope)))
  const { slack } = installation
  const settings = { event_subscriptions: { bot_events: ['app_home_opened', 'user_change'] } }
  slack.failNext('apps.manifest.export', { body: JSON.stringify({ ok: true, manifest: { settings } }) })
  const { of } = await visit(installation, { configToken })
  const again = 'Put manifest.yaml into the app once more, and install it again.'
  expect(of('scopes')).toEqual([`wrong not granted: groups:read, files:read > ${again}`])
  expect(of('events')).toEqual([
    expect.stringMatching(/^wrong the app does not subscribe to channel_archive, .*, team_join > Put/),
  ])
})

test('without a token of who configures the app its events can not be asked, and a wrong one is told', async () => {
  const installation = await installed()
  expect((await visit(installation)).of('events')).toEqual([
    expect.stringMatching(/^open the bot's token can not read which the app subscribes to > Compare/),
  ])
  expect((await visit(installation, { configToken: 'xoxe.xoxp-old' })).of('events')).toEqual([
    expect.stringMatching(/^wrong Slack does not take SLACK_CONFIG_TOKEN \(invalid_auth\) > /),
  ])
})

test('an app-level token that is none of Slack, and a signing secret, which nobody can ask', async () => {
  const installation = await installed()
  const socket = await visit({ ...installation, env: { SLACK_APP_TOKEN: 'xapp-other' } })
  expect(socket.of('connection')).toEqual([
    expect.stringMatching(
      /^wrong Slack does not take SLACK_APP_TOKEN \(invalid_auth\) > .*connections:write/,
    ),
  ])
  expect((await visit(installation)).of('connection')).toEqual([
    expect.stringMatching(/^open over HTTP; whether SLACK_SIGNING_SECRET is right can not be asked > Type/),
  ])
})

test('a user group that is gone, one without people, and channels where nothing can be posted', async () => {
  const stand = await standUp()
  onTestFinished(() => stand.close())
  const { slack, databaseUrl } = stand
  for (const [key, channel] of [
    ['winback', 'C0GROWTH'],
    ['summer', 'C0DATA'],
  ])
    await stand.say('U0ANA', `new A campaign key:${key}`, channel)
  await stand.settle()
  await slack.archive('C0GROWTH')
  await slack.remove('C0DATA')
  slack.regroup('S0GROWTH', null)
  slack.regroup('S0DATA', [])
  const yaml = GROUPS.replace('[U0RAJ]', '[]')
  const { of } = await visit({ slack, databaseUrl, yaml })
  expect(of('user groups')).toEqual([
    "wrong S0GROWTH of team growth can't be read (no_such_subteam) > Correct its usergroup: in stairway.yaml.",
    'wrong S0DATA of team data has nobody > Add people to it in Slack.',
  ])
  expect(of('channels').sort()).toEqual([
    'wrong #growth is archived (winback) > Unarchive it, or give winback another.',
    'wrong the bot is not in #data (summer) > /invite @Stairway there.',
  ])
})

test('a query that fails, a warehouse that is away and one that hangs: each by itself, and the rest is asked', async () => {
  const { file } = await shop()
  const port = await silence()
  const yaml = `
warehouses:
  shop: { type: sqlite, file: ${file} }
  away: { type: postgres, url: env:AWAY }
  hangs: { type: postgres, url: env:HANGS }
exposures:
  mailed: { warehouse: shop, sql: "select unit, arm, exposed_at from exposures" }
  moved: { warehouse: away, sql: "select unit, arm, exposed_at from exposures" }
  silent: { warehouse: hangs, sql: "select unit, arm, exposed_at from exposures" }
metrics:
  purchase: { warehouse: shop, kind: proportion, direction: up, sql: "select unit, at, value from purchases" }
  visit: { warehouse: shop, kind: proportion, direction: up, sql: "select unit, at from events" }
`
  const env = {
    AWAY: 'postgres://reader:hunter2@127.0.0.1:1/shop',
    HANGS: `postgres://reader:hunter2@127.0.0.1:${port}/shop`,
  }
  const { of, diagnoses } = await visit({ ...(await installed()), yaml, env }, { patienceMs: 3_000 })
  expect(of('warehouse shop')).toEqual([
    'wrong Metric "purchase" failed (warehouse "shop"): SQLITE_ERROR: no such table: purchases > Correct its sql: in stairway.yaml.',
    'wrong Metric "visit" failed (warehouse "shop"): the query must return unit, at, value; it returned unit, at > Correct its sql: in stairway.yaml.',
  ])
  expect(of('warehouse away')).toEqual([expect.stringMatching(/^wrong .*has no answer.*ECONNREFUSED/)])
  expect(of('warehouse hangs')).toEqual([expect.stringMatching(/^wrong no answer within 3 s > /)])
  expect(of('bot token')).toEqual(['well Slack takes it: stairway in Stairway'])
  expect(JSON.stringify(diagnoses)).not.toContain('hunter2')
})

test('a target that refuses its key is told by the newest step that goes there; one that can not be looked at says so', async () => {
  const yaml = `${GROUPS}${await flags(401)}`
  const stand = await standUp({ yaml, env: SECRETS })
  onTestFinished(() => stand.close())
  const { slack, databaseUrl } = stand
  const before = await visit({ slack, databaseUrl, yaml, env: SECRETS })
  expect(before.of('target toggles')).toEqual([
    'open no campaign plans a step for it, so there is nothing to look at',
  ])
  await stand.say('U0ANA', 'new Spring win-back key:winback')
  await stand.say('U0ANA', 'brief winback plan toggles checkout on; webhook sender Start the send')
  const { of, diagnoses } = await visit({ slack, databaseUrl, yaml, env: SECRETS })
  expect(of('target toggles')).toEqual([
    expect.stringMatching(/^wrong .*401.* > See its entry in stairway.yaml\.$/),
  ])
  expect(of('target sender')).toEqual(["well step 2 of winback can be sent; it can't be looked at"])
  expect(JSON.stringify(diagnoses)).not.toMatch(/9c1f8a|whsec/)
})

test('a clock that is minutes off is wrong, whichever of the two it is held against', async () => {
  const installation = await installed()
  const fast = await visit(installation, { now: () => new Date(Date.now() + 7 * 60_000) })
  const todo = 'Have the time set by NTP: a request of Slack counts for 5 minutes.'
  expect(fast.of('clock')).toEqual(
    ['Slack', ...(dialect === 'postgres' ? ['PostgreSQL'] : [])].map(
      (whose) => `wrong this machine is 7 minutes ahead of ${whose} > ${todo}`,
    ),
  )
  const slow = await visit(installation, { now: () => new Date(Date.now() - 45_000) })
  expect(slow.of('clock')[0]).toMatch(/^wrong this machine is \d\d s behind Slack > /)
})

test('migrations that are pending, those of a newer Stairway, and tables that are not there yet', async () => {
  const installation = await installed()
  const db = openUrl(installation.databaseUrl)
  onTestFinished(() => db.destroy())
  const last = await db('knex_migrations').orderBy('id', 'desc').first('id', 'name')
  await db('knex_migrations').where({ id: last.id }).update({ name: '9999_next.js' })
  expect((await visit(installation)).of('database')).toEqual([
    'wrong a newer Stairway wrote it (9999_next.js) > Run that version, or a newer one.',
  ])
  await db('knex_migrations').where({ id: last.id }).delete()
  const behind = await visit(installation)
  expect(behind.of('database')).toEqual([
    `wrong 1 migration is pending, from ${last.name} on > Start this version of Stairway: migrations run by themselves.`,
  ])
  expect(behind.of('channels')).toEqual(['open not asked: the database comes first'])
  await db('knex_migrations').delete()
  expect((await visit(installation)).of('database')).toEqual([
    expect.stringMatching(/^open there are no tables yet: the first start makes them > /),
  ])
})

test('a database that is not there is not made, and a server that is away is told', async () => {
  const { slack } = await installed()
  const { file, url, drop } = await sqliteFile()
  onTestFinished(drop)
  const { of } = await visit({ slack, databaseUrl: url })
  expect(of('database')).toEqual([expect.stringMatching(/^open there are no tables yet/)])
  expect(of('who runs')).toEqual([expect.stringMatching(/^open nobody runs on this database > Start/)])
  for (const left of [file, `${file}-lock`, `${file}-wal`]) await expect(access(left)).rejects.toThrow()

  const away = await visit({ slack, databaseUrl: 'postgres://bot:hunter2@127.0.0.1:1/stairway' })
  expect(away.of('database')).toEqual([
    expect.stringMatching(/^wrong PostgreSQL at 127\.0\.0\.1:1 does not answer \(ECONNREFUSED\)/),
  ])
  expect(JSON.stringify(away.diagnoses)).not.toContain('hunter2')
})

test('who runs on the database, and that nothing is left beside it', async () => {
  const installation = await installed()
  const beside = () => (dialect === 'sqlite' ? readdir(dirname(installation.databaseUrl.slice(7))) : [])
  const before = await beside()
  expect((await visit(installation)).of('who runs')).toEqual([expect.stringMatching(/^open nobody runs/)])
  expect(await beside()).toEqual(before)
  await hold(installation.databaseUrl)
  const { of } = await visit(installation)
  expect(of('who runs')).toEqual([expect.stringMatching(new RegExp(`^well process ${process.pid}(@| on )`))])
  // Whoever looked has not taken it.
  expect((await visit(installation)).of('who runs')).toEqual(of('who runs'))
})

test('a Slack that takes the question and never answers takes nothing else down', async () => {
  const installation = await installed()
  installation.slack.holdNext('auth.test')
  const { of } = await visit(installation, { patienceMs: 1_000 })
  expect(of('bot token')).toEqual([
    'wrong Slack does not answer (no answer) > Behind a proxy set HTTPS_PROXY.',
  ])
  expect(of('user groups')).toEqual(['open not asked: the bot token comes first'])
  expect(of('clock')[0]).toBe('open Slack did not say what time it is')
  expect(of('database')).toEqual(['well the schema is up to date'])
})

test('mistakes of the configuration are all told, and nothing is asked', async () => {
  const installation = await installed()
  const env = { SLACK_BOT_TOKEN: '', PORT: 'x' }
  const { code, screen } = await screenFor({ ...installation, yaml: 'metrics: { a: {} }', env })
  expect(code).toBe(1)
  for (const path of ['SLACK_BOT_TOKEN', 'PORT', 'metrics.a.kind'])
    expect(screen).toMatch(new RegExp(`^WRONG  ${path}: `, 'm'))
  expect(installation.slack.calls).toEqual([])
})

test('JSON has each diagnosis, a wrong call its usage, and neither has a secret', async () => {
  const installation = await installed()
  const { code, screen } = await screenFor(installation, ['--json'])
  expect(JSON.parse(screen).diagnoses).toContainEqual({
    about: 'scopes',
    is: 'well',
    saw: 'all 12 of manifest.yaml are granted',
  })
  expect(code).toBe(0)
  expect(screen).not.toContain(SIGNING_SECRET)
  expect(await screenFor(installation, ['--sing'])).toEqual({
    code: 1,
    screen: expect.stringMatching(/^usage: stairway doctor/),
  })
})

test.runIf(dialect === 'sqlite')('a file that was moved says where to', async () => {
  const installation = await installed()
  await using(installation.databaseUrl, (db) =>
    beginMove(db, 'out', { id: 'one', place: 'postgres://there/stairway', beganAt: new Date(0) }),
  )
  const { of } = await visit(installation)
  expect(of('database')).toEqual([
    'wrong it is being moved to postgres://there/stairway > Name that one in DATABASE_URL.',
  ])
})
