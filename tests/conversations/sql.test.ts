import knex from 'knex'
import { expect, onTestFinished, test } from 'vitest'
import type { Message } from '../../sandbox/workspace/types.ts'
import { figures, mailed, NOTHING } from './measured.ts'
import { channel, refused } from './seen.ts'
import { ANA, live, MINUTE, RAJ, readAloud, type Story, tell, twice, typed, ZOE } from './story.ts'

const COMES = '`winback.sql` comes to you by direct message.'

interface File {
  readonly name: string | undefined
  readonly text: string
}

/** The files of a message, as who got it opens them. */
function filesOf({ slack }: Story, message: Message | undefined): File[] {
  const blocks = message?.blocks.filter(({ type }) => type === 'file') ?? []
  return blocks.map(({ external_id }) => {
    const kept = slack.files.read(String(external_id))
    return { name: kept?.name, text: Buffer.from(kept?.content ?? '', 'base64').toString('utf8') }
  })
}

/** What the warehouse answers to a file, without a character of it changed. */
async function run({ shop }: Story, text: string): Promise<unknown[]> {
  const db = knex({ client: 'sqlite3', connection: { filename: shop.file }, useNullAsDefault: true })
  onTestFinished(() => db.destroy())
  return db.raw(text)
}

test('one file comes to who asks, and runs as it is: it gives what the figures show', async () => {
  const story = await tell()
  await mailed(story, { control: 100, mail: 120 })
  await typed(story, ANA, ['digest winback now'])
  await story.settle()
  const before = await channel(story)
  const answer = await story.say(ZOE, 'results winback sql')
  expect([answer.text, answer.body.response_type]).toEqual([COMES, 'ephemeral'])
  await story.settle()

  const [sent, ...more] = await story.slack.dms(ZOE)
  expect(more).toEqual([])
  expect(sent?.text).toContain('*Spring win-back*  `winback`: what is run in the warehouse')
  const [file, ...others] = filesOf(story, sent)
  expect([file?.name, others]).toEqual(['winback.sql', []])
  expect(file?.text).toMatch(/^-- What Stairway asks the warehouse shop of winback, as of 2026-03-02T.*\n/)
  const rows = await run(story, file?.text ?? '')
  for (const [arm, purchases] of [
    ['control', 100],
    ['mail', 120],
  ] as const) {
    expect(rows).toContainEqual(expect.objectContaining({ metric: 0, arm, n: 1_000 }))
    expect(rows).toContainEqual(
      expect.objectContaining({ metric: 1, arm, n: purchases, sum_value: purchases }),
    )
    const shown = `${arm} ${purchases / 10}.0000 % (${purchases} of 1\u202f000)`
    expect(readAloud((await figures(story))[0] ?? NOTHING)).toContain(shown)
  }
  expect(await channel(story)).toEqual(before)
})

test('once, though the command arrives twice, an answer is lost and Stairway is killed', async () => {
  let story = await tell()
  await live(story)
  const again = twice(story, 'beside')
  story.slack.failNext('files.completeUploadExternal', 'lost')
  await again.command(RAJ, '/campaign', 'results winback sql', { channel: 'C0GROWTH' })
  await story.settle()
  story = await story.restart()
  for (let tries = 0; tries < 3; tries += 1) await story.pass(MINUTE)
  const sent = (await story.slack.dms(RAJ)).flatMap((message) => filesOf(story, message))
  expect(sent.map(({ name }) => name)).toEqual(['winback.sql'])

  const held = story.slack.holdNext('files.completeUploadExternal')
  await story.say(ZOE, 'results winback sql')
  const passing = story.pass(MINUTE).catch(() => undefined)
  await held.arrived
  story = await story.restart()
  held.release()
  await passing // what was killed can't write down any more that it was sent
  for (let tries = 0; tries < 3; tries += 1) await story.pass(MINUTE)
  const files = (await story.slack.dms(ZOE)).flatMap((message) => filesOf(story, message))
  expect(files.map(({ name }) => name)).toEqual(['winback.sql'])
})

test('a page that was answered in Slack’s stead is no file that was taken: it is sent anew', async () => {
  const story = await tell()
  await live(story)
  story.slack.failNext('upload', { body: '<html>502 Bad Gateway</html>' })
  await typed(story, RAJ, ['results winback sql'])
  for (let tries = 0; tries < 3; tries += 1) await story.pass(MINUTE)
  const sent = (await story.slack.dms(RAJ)).flatMap((message) => filesOf(story, message))
  expect(sent.map(({ name }) => name)).toEqual(['winback.sql'])
})

test('who asked for that of two campaigns is told of which it can’t be sent', async () => {
  const story = await tell()
  await live(story)
  await live(story, { key: 'loyalty', brief: ['name Loyalty'] })
  const end = story.slack.failEach('files.getUploadURLExternal', () => ({ error: 'missing_scope' }))
  await typed(story, ZOE, ['results winback sql', 'results loyalty sql'])
  await story.settle()
  end()
  expect((await story.slack.dms(ZOE)).map(({ text }) => text)).toEqual([
    'The SQL of *Spring win-back* could not be sent (missing_scope). Ask for it again in a while.',
    'The SQL of *Loyalty* could not be sent (missing_scope). Ask for it again in a while.',
  ])
})

test('where it can’t be sent, who asked is told; where there is nothing to run, at once', async () => {
  const story = await tell()
  await live(story)
  story.slack.failNext('files.getUploadURLExternal', { error: 'missing_scope' })
  await typed(story, ZOE, ['results winback sql'])
  await story.settle()
  expect((await story.slack.dms(ZOE)).map(({ text }) => text)).toEqual([
    'The SQL of *Spring win-back* could not be sent (missing_scope). Ask for it again in a while.',
  ])
  await typed(story, ANA, ['brief winback exposures none'])
  await story.settle()
  expect(await refused(story, RAJ, 'results winback sql')).toMatch(
    /^There is nothing to run: no exposure query is named/,
  )
})
