import { describe, expect, test } from 'vitest'
import type { Block, Message } from '../../sandbox/workspace/types.ts'
import { posted } from './seen.ts'
import { ANA, DAY, HOUR, live, type Planned, press, readAloud, type Story, tell, typed } from './story.ts'

interface Picture extends Block {
  readonly alt_text: string
  readonly slack_file: { readonly id: string }
}

/** A live campaign whose mail is clearly better, with a digest every morning. */
async function mailed(planned: Planned = {}): Promise<Story> {
  const story = await tell()
  await live(story, planned)
  for (const arm of ['control', 'mail']) await story.shop.expose(arm, 2_000, story.now())
  await story.shop.act('purchase', 'control', 200, story.now())
  await story.shop.act('purchase', 'mail', 280, story.now())
  await typed(story, ANA, ['digest winback daily 09:00 Europe/Berlin'])
  return story
}

async function digests({ slack }: Story): Promise<Message[]> {
  return (await slack.messages('C0GROWTH')).filter(({ text }) => /, (day \d+ of \d+|digest of)/.test(text))
}

async function newest(story: Story): Promise<Message> {
  const digest = (await digests(story)).at(-1)
  if (!digest) throw new Error('There is no digest')
  return digest
}

/** All figures of the newest digest: the one reply of its thread. */
async function figures(story: Story): Promise<Message> {
  const [reply, ...more] = (await newest(story)).replies
  if (!reply || more.length > 0) throw new Error(`Its thread has ${more.length + (reply ? 1 : 0)} replies`)
  return reply
}

/** Twenty or so, as the clock of a running process passes them. */
async function seconds(story: Story): Promise<void> {
  for (let passed = 0; passed < 10; passed += 1) await story.settle()
}

const pictures = ({ blocks }: Message) => blocks.filter(({ type }) => type === 'image') as Picture[]
const files = (message: Message) => pictures(message).map(({ slack_file }) => slack_file.id)
const types = ({ blocks }: Message) => blocks.map(({ type }) => type)
const asked = ({ slack }: Story, method: string) => slack.calls.filter((call) => call.method === method)
const uploads = (story: Story) => asked(story, 'files.getUploadURLExternal').length

describe('a digest', () => {
  test('shows its lifts in a picture that states the finding, in place of the native chart', async () => {
    const story = await mailed()
    await story.pass(DAY)
    expect(pictures(await newest(story))).toEqual([]) // nothing is decided yet
    const shown = await figures(story)
    const [picture, ...more] = pictures(shown)
    expect(more).toEqual([])
    expect(picture?.alt_text).toMatch(
      /^1 unclear\. Lifts against control on day 2 of 14\. Purchase \+40\.0 % \(−\d\.\d … \+\d\d\.\d %\), unclear\.$/,
    )
    expect(types(shown)).not.toContain('data_visualization')
    expect(types(shown)).toContain('table')
    expect(readAloud(shown)).toContain('(280 of 2\u202f000)')
    const file = story.slack.files.read(picture?.slack_file.id ?? '')
    expect(file).toMatchObject({ name: 'lifts.png', mimetype: 'image/png' })
    expect(Buffer.from(file?.content ?? '', 'base64').length).toBeGreaterThan(10_000)
    const [completed] = asked(story, 'files.completeUploadExternal')
    expect(Object.keys(completed?.args ?? {})).toEqual(['files'])
  })

  test('shows from the second day on how the lift has settled', async () => {
    const story = await mailed()
    await story.pass(DAY)
    await story.shop.act('purchase', 'mail', 290, story.now())
    await story.pass(DAY)
    const [lifts, course, ...more] = pictures(await figures(story))
    expect(more).toEqual([])
    expect(lifts?.alt_text).toMatch(/^1 unclear\. Lifts against control on day 3 of 14\./)
    expect(course?.alt_text).toMatch(
      /^Purchase on day 3 of 14, lift against control: mail \+\d.* unclear, from \+40\.0 % on day 2/,
    )
    expect(uploads(story)).toBe(3)
  })

  test('that is drawn again keeps its picture', async () => {
    const story = await mailed({ brief: ['guardrails unsubscribe 0.2 points'] })
    await story.shop.act('unsubscribe', 'mail', 60, story.now())
    await story.shop.act('unsubscribe', 'control', 10, story.now())
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    const before = await newest(story)
    const sent = uploads(story)
    expect(pictures(before)).toHaveLength(1) // its verdict is new
    const shown = await figures(story)
    expect(types(shown)).not.toContain('data_visualization')
    expect(pictures(shown)).toEqual([]) // it stands above
    await press(story, ANA, shown, 'Not needed')
    expect(readAloud(await figures(story))).toContain('Not needed.')
    expect(files(await newest(story))).toEqual(files(before))
    expect(pictures(await figures(story))).toEqual([])
    expect(uploads(story)).toBe(sent)
  })

  test('whose lifts must not be read has none', async () => {
    const story = await tell()
    await live(story)
    await story.shop.expose('control', 900, story.now())
    await story.shop.expose('mail', 1_100, story.now())
    await story.shop.act('purchase', 'mail', 120, story.now())
    await story.shop.act('purchase', 'control', 100, story.now())
    await typed(story, ANA, ['digest winback now'])
    await story.settle()
    expect(pictures(await posted(story, 'The split is off'))).toEqual([])
    expect(uploads(story)).toBe(0)
  })
})

describe('a digest goes out without its picture', () => {
  test.each([
    ['Slack gives no place for it', 'files.getUploadURLExternal', { error: 'missing_scope' }],
    ['Slack breaks down when asked for one', 'files.getUploadURLExternal', { status: 503 }],
    ['the bytes are not taken', 'upload', { status: 500 }],
    ['the connection is cut while they are sent', 'upload', 'lost'],
    ['Slack does not take it for complete', 'files.completeUploadExternal', { error: 'file_not_found' }],
    [
      'whether it is complete is not known, and Slack has no file',
      'files.completeUploadExternal',
      { status: 503 },
    ],
  ] as const)('when %s', async (_why, method, fault) => {
    const story = await mailed()
    story.slack.failNext(method, fault)
    await story.pass(DAY)
    const [digest, shown] = [await newest(story), await figures(story)]
    expect([pictures(digest), pictures(shown)]).toEqual([[], []])
    expect(types(shown)).toContain('data_visualization')
    expect(readAloud(shown)).toContain('(280 of 2\u202f000)')
    expect(uploads(story)).toBe(1)
    await story.pass(HOUR)
    expect([await digests(story), uploads(story)]).toEqual([[digest], 1])
    await story.shop.act('purchase', 'mail', 290, story.now())
    await story.pass(DAY)
    expect(pictures(await figures(story))).toHaveLength(2)
  })

  test('when Slack is not ready with it for a minute', async () => {
    const story = await mailed()
    for (let look = 0; look < 60; look += 1) story.slack.failNext('files.info', { status: 503 })
    const before = story.now().getTime() + DAY
    await story.pass(DAY)
    for (const sent of [await newest(story), await figures(story)]) {
      expect(pictures(sent)).toEqual([])
      expect(Number(sent.ts) * 1_000 - before).toBeGreaterThan(55_000)
      expect(Number(sent.ts) * 1_000 - before).toBeLessThan(70_000)
    }
    expect(uploads(story)).toBe(1)
  })

  test('when Slack refuses the blocks: then without any chart or table, and with every number in the text', async () => {
    const story = await mailed()
    story.slack.holdNext('chat.postMessage').release() // the digest itself
    story.slack.failNext('chat.postMessage', { error: 'invalid_blocks' })
    await story.pass(DAY)
    const shown = await figures(story)
    expect(types(shown).filter((type) => /image|data_visualization|table/.test(type))).toEqual([])
    expect(shown.text).toContain('(280 of 2\u202f000)')
    expect(await digests(story)).toHaveLength(1)
  })
})

describe('an upload happens once', () => {
  test('though Slack asks to wait', async () => {
    const story = await mailed()
    story.slack.failNext('files.getUploadURLExternal', { retryAfter: 5 })
    story.slack.failNext('files.info', { retryAfter: 5 })
    await story.pass(DAY)
    await seconds(story)
    expect(pictures(await figures(story))).toHaveLength(1)
    expect(asked(story, 'upload')).toHaveLength(1)
  })

  test('though the answer to its last call is lost', async () => {
    const story = await mailed()
    story.slack.failNext('files.completeUploadExternal', 'lost')
    await story.pass(DAY)
    expect(pictures(await figures(story))).toHaveLength(1)
    expect(asked(story, 'upload')).toHaveLength(1)
  })

  test.each(['files.completeUploadExternal', 'files.info', 'chat.postMessage'])(
    'though Stairway is killed in %s',
    async (method) => {
      let story = await mailed()
      const held = story.slack.holdNext(method)
      const passing = story.pass(DAY).catch(() => undefined)
      await held.arrived
      story = await story.restart()
      held.release()
      await passing // what was killed can't write down any more what it heard
      await seconds(story)
      expect(await digests(story)).toHaveLength(1)
      expect(pictures(await figures(story))).toHaveLength(1)
      expect(asked(story, 'upload')).toHaveLength(1)
    },
  )

  test('and again only where Stairway was killed before it had sent a byte', async () => {
    let story = await mailed()
    const held = story.slack.holdNext('files.getUploadURLExternal')
    const passing = story.pass(DAY).catch(() => undefined)
    await held.arrived
    story = await story.restart()
    held.release()
    await passing
    await seconds(story)
    expect(pictures(await figures(story))).toHaveLength(1)
    expect([uploads(story), asked(story, 'upload').length]).toEqual([2, 1])
  })
})
