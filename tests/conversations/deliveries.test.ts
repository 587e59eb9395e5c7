import { describe, expect, test } from 'vitest'
import type { Fault } from '../../sandbox/workspace/faults.ts'
import type { Message } from '../../sandbox/workspace/types.ts'
import { subjectOf } from '../../src/domain/subject.ts'
import { postToTeam } from '../../src/usecases/outbox.ts'
import { digests, figures, mailed } from './measured.ts'
import { buttons, channel, refused } from './seen.ts'
import {
  ANA,
  DAY,
  HOUR,
  live,
  MEI,
  MINUTE,
  press,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from './story.ts'

const ASKS = 'asks you to approve'

const NO_ANSWERS = [
  ['a page', '<!doctype html><title>Bad gateway</title>'],
  ['nothing', ''],
  ['half an answer', '{"ok":tr'],
  ['something without a yes or no', '[]'],
  ['a no without its reason', '{"ok":false}'],
  ['a no of something before Slack', '{"ok":false,"error":"Internal Server Error"}'],
  ['null', 'null'],
] as const

/** One digest, with all its figures in its thread, once. */
async function expectDigest(story: Story): Promise<void> {
  const all = await digests(story)
  expect(all).toHaveLength(1)
  expect(all[0]?.replies.map(({ text }) => text.split('  ')[0])).toEqual(['*All figures*'])
  expect((await channel(story)).filter(({ text }) => text.startsWith('*All figures*'))).toHaveLength(1)
}

/** How often a method was asked for since `from`. */
const asked = ({ slack }: Story, method: string, from = 0) =>
  slack.calls.slice(from).filter((call) => call.method === method).length

async function cards(story: Story, id = 'C0GROWTH'): Promise<Message[]> {
  return (await story.slack.messages(id)).filter((message) => buttons(message).includes('History'))
}

describe('a post whose answer was lost', () => {
  test('in a channel: found by its metadata, not posted twice', async () => {
    const story = await tell()
    story.slack.failNext('chat.postMessage', 'lost')
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.pass(MINUTE)
    expect(await cards(story)).toHaveLength(1)
    expect(asked(story, 'chat.postMessage')).toBe(1)
    expect(asked(story, 'conversations.history')).toBe(1)
    await typed(story, ANA, ['brief winback horizon 21 days'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('horizon 21 days')
  })

  test('in a direct message, and in a thread', async () => {
    const story = await tell()
    await ready(story)
    // The thread, three approvers, and Raj is asked for a prediction; the first two answers get lost.
    story.slack.failNext('chat.postMessage', 'lost')
    story.slack.failNext('chat.postMessage', 'lost')
    await typed(story, ANA, ['submit winback'])
    await story.pass(MINUTE)
    for (const person of [TOM, RAJ, MEI])
      expect(await story.slack.dms(person)).toHaveLength(person === RAJ ? 2 : 1)
    expect((await story.card('winback')).replies).toHaveLength(1)
    await press(story, TOM, await story.dm(TOM, ASKS), 'Approve')
    for (const person of [TOM, RAJ, MEI])
      expect((await story.dm(person, ASKS)).text).toContain('Approved by Tom')
  })

  test('by a kill: the next start finds it', async () => {
    const story = await tell()
    const held = story.slack.holdNext('chat.postMessage')
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    const passing = story.pass(2_000).catch(() => undefined)
    await held.arrived
    const again = await story.restart()
    held.release()
    await passing // what was killed can't write down any more that it was posted
    await typed(again, ANA, ['brief winback horizon 21 days'])
    await again.pass(MINUTE)
    expect((await cards(again)).map(readAloud)).toEqual([expect.stringContaining('horizon 21 days')])
    expect(asked(again, 'chat.postMessage')).toBe(1)
  })
})

describe('a digest and all its figures, each once and one below the other', () => {
  const LOST: readonly [string, readonly Fault[]][] = [
    ['the digest’s answer is lost', ['lost']],
    ['both answers are lost', ['lost', 'lost']],
    ['both are torn', ['torn', 'torn']],
    ['both are carried out and end in a 503', Array<Fault>(2).fill({ status: 503, stored: true })],
  ]

  test.each(LOST)('where %s', async (_, faults) => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    const from = story.slack.calls.length
    for (const fault of faults) story.slack.failNext('chat.postMessage', fault)
    await typed(story, ANA, ['digest winback now'])
    for (let tries = 0; tries < 3; tries += 1) await story.pass(MINUTE)
    await expectDigest(story)
    expect(asked(story, 'chat.postMessage', from)).toBe(2)
  })

  test('where the figures’ own answer is lost', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    const from = story.slack.calls.length
    // Each is asked for once; only the one with a thread loses its answer.
    const end = story.slack.failEach('chat.postMessage', ({ thread_ts }) => (thread_ts ? 'lost' : null))
    await typed(story, ANA, ['digest winback now'])
    for (let tries = 0; tries < 3; tries += 1) await story.pass(MINUTE)
    end()
    await expectDigest(story)
    expect(asked(story, 'chat.postMessage', from)).toBe(2)
  })

  test.each([
    ['the digest', 1],
    ['its figures', 2],
  ])('where Stairway is killed while the post of %s waits for its answer', async (_, nth) => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    const from = story.slack.calls.length
    const holds = Array.from({ length: nth }, () => story.slack.holdNext('chat.postMessage'))
    for (const hold of holds.slice(0, -1)) hold.release()
    await typed(story, ANA, ['digest winback now'])
    const passing = story.pass(2 * MINUTE).catch(() => undefined)
    await holds.at(-1)?.arrived
    const again = await story.restart()
    holds.at(-1)?.release()
    await passing // what was killed can't write down any more that it was posted
    for (let tries = 0; tries < 3; tries += 1) await again.pass(MINUTE)
    await expectDigest(again)
    expect(asked(again, 'chat.postMessage', from)).toBe(2)
  })

  test('where Stairway is stopped between them', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    const from = story.slack.calls.length
    const end = story.slack.failEach('chat.postMessage', ({ thread_ts }) =>
      thread_ts ? { retryAfter: 30 } : null,
    )
    await typed(story, ANA, ['digest winback now'])
    await story.pass(MINUTE)
    expect((await digests(story)).map(({ replies }) => replies)).toEqual([[]])
    const again = await story.restart()
    end()
    for (let tries = 0; tries < 3; tries += 1) await again.pass(MINUTE)
    await expectDigest(again)
    expect(asked(again, 'chat.postMessage', from)).toBeLessThanOrEqual(4)
  })

  test('where the channel can’t be posted in at first', async () => {
    const story = await tell()
    await mailed(story, { control: 100, mail: 120 })
    const end = story.slack.failEach('chat.postMessage', ({ channel: to }) =>
      to === 'C0GROWTH' ? { error: 'not_in_channel' } : null,
    )
    await typed(story, ANA, ['digest winback now'])
    for (let passed = 0; passed < 3; passed += 1) await story.pass(HOUR)
    expect(await digests(story)).toEqual([])
    end()
    for (let passed = 0; passed < 3; passed += 1) await story.pass(HOUR)
    await expectDigest(story)
  })
})

describe('a Slack that is not well', () => {
  test('a rate limit is waited for, then everything goes out, in order', async () => {
    const story = await tell()
    story.slack.failNext('chat.postMessage', { retryAfter: 30 })
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    expect(await cards(story)).toEqual([])
    await story.pass(20_000)
    expect(asked(story, 'chat.postMessage')).toBe(1)
    await story.pass(20_000)
    expect(await cards(story)).toHaveLength(1)
  })

  test.each(NO_ANSWERS)('%s in place of an answer is none: the card stands once', async (_, body) => {
    for (const stored of [true, false]) {
      const story = await tell()
      story.slack.failNext('chat.postMessage', { body, stored })
      await typed(story, ANA, ['new Spring win-back key:winback template:short'])
      await story.pass(MINUTE)
      expect(await cards(story)).toHaveLength(1)
      expect(asked(story, 'conversations.history')).toBe(1)
      story.slack.failNext('chat.update', { body, stored })
      await typed(story, ANA, ['brief winback horizon 21 days'])
      await story.pass(MINUTE)
      expect(readAloud(await story.card('winback'))).toContain('horizon 21 days')
      expect(await story.slack.dms(ANA)).toEqual([])
    }
  })

  test('an answer that ends in its middle is none; neither is a page where what was sent is looked for', async () => {
    const story = await tell()
    story.slack.failNext('chat.postMessage', 'torn')
    for (const body of ['<html>', '{"ok":true}'])
      story.slack.failNext('conversations.history', { body, stored: true })
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    for (let tries = 0; tries < 3; tries += 1) await story.pass(MINUTE)
    expect(await cards(story)).toHaveLength(1)
    expect(asked(story, 'chat.postMessage')).toBe(1)
    expect(asked(story, 'conversations.history')).toBe(3)
  })

  test('a direct message whose conversation is not named is not sent where it could not be found again', async () => {
    const story = await tell()
    await ready(story)
    story.slack.failNext('conversations.open', { body: '{"ok":true}' })
    await typed(story, ANA, ['submit winback'])
    await story.pass(MINUTE)
    for (const person of [TOM, MEI]) expect(await story.slack.dms(person)).toHaveLength(1)
    const posts = story.slack.calls.filter(({ method }) => method === 'chat.postMessage')
    expect(posts.filter(({ args }) => String(args.channel).startsWith('U'))).toEqual([])
  })

  test.each(['ratelimited', 'rate_limited', 'message_limit_exceeded', 'accesslimited', 'team_added_to_org'])(
    '%s with a 200 is waited for, and nobody is told',
    async (error) => {
      const story = await tell()
      story.slack.failNext('chat.postMessage', { error })
      await typed(story, ANA, ['new Spring win-back key:winback template:short'])
      await story.pass(20_000)
      expect(asked(story, 'chat.postMessage')).toBe(1)
      expect(await cards(story)).toEqual([])
      await story.pass(10 * MINUTE)
      expect(asked(story, 'chat.postMessage')).toBe(2)
      expect(asked(story, 'conversations.history')).toBe(0)
      expect(await cards(story)).toHaveLength(1)
      expect(await story.slack.dms(ANA)).toEqual([])
    },
  )

  test('a 429 that does not say for how long is waited for too', async () => {
    const story = await tell()
    story.slack.failNext('chat.postMessage', { status: 429 })
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.pass(20_000)
    expect(asked(story, 'chat.postMessage')).toBe(1)
    await story.pass(MINUTE)
    expect(await cards(story)).toHaveLength(1)
  })

  test.each([
    ['carried out', true],
    ['not carried out', false],
  ])('a 503, %s: the card stands once', async (_, stored) => {
    const story = await tell()
    story.slack.failNext('chat.postMessage', { status: 503, stored })
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.pass(MINUTE)
    expect(await cards(story)).toHaveLength(1)
    expect(asked(story, 'chat.postMessage')).toBe(stored ? 1 : 2)
  })

  test('an edit that failed is made again, with the facts as they are then', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    story.slack.failNext('chat.update', { status: 500 })
    await typed(story, ANA, ['brief winback horizon 7 days'])
    await story.stairway.engine.runDue()
    await typed(story, ANA, ['brief winback horizon 21 days'])
    await story.pass(MINUTE)
    expect(readAloud(await story.card('winback'))).toContain('horizon 21 days')
  })
})

describe('an edit that was carried out and then undone, with its answer lost', () => {
  const LOST: readonly [string, Fault][] = [
    ['the answer is lost', 'lost'],
    ['half of it comes', 'torn'],
    ['a 503 comes', { status: 503, stored: true }],
    ['a page comes', { body: '<html>', stored: true }],
  ]

  test.each(LOST)('%s: the card says what is, not what was for a moment', async (_, fault) => {
    const story = await tell()
    await live(story)
    const end = story.slack.failEach('chat.update', () => fault)
    await typed(story, TOM, ['pause winback the mail looks wrong'])
    await story.settle()
    end()
    await typed(story, TOM, ['resume winback it is well'])
    await story.pass(MINUTE)
    expect(readAloud(await story.card('winback'))).toContain('*live*')
  })

  test('so does a request: an approval that was taken back at once', async () => {
    const story = await tell()
    await submitted(story)
    const end = story.slack.failEach('chat.update', () => 'lost')
    await typed(story, TOM, ['approve winback'])
    await story.settle()
    end()
    await typed(story, TOM, ['takeback winback'])
    await story.pass(MINUTE)
    for (const person of [TOM, RAJ, MEI])
      expect((await story.dm(person, ASKS)).text).not.toContain('Approved by Tom')
  })

  test('Stairway is killed before it hears of it', async () => {
    const story = await tell()
    await live(story)
    const held = story.slack.holdNext('chat.update')
    await typed(story, TOM, ['pause winback the mail looks wrong'])
    const passing = story.pass(2_000).catch(() => undefined)
    await held.arrived
    const again = await story.restart()
    held.release()
    await passing
    await typed(again, TOM, ['resume winback it is well'])
    await again.pass(MINUTE)
    expect(readAloud(await again.card('winback'))).toContain('*live*')
  })
})

describe('a limit', () => {
  /** Lets time go by as a clock does: what falls due within it runs at its second. */
  async function passing(story: Story, seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      story.clock.at += 1_000
      await story.stairway.engine.runDue()
    }
  }

  /** Posts into the thread of the card, all at once. */
  async function posts(story: Story, many: number, target = 'C0GROWTH'): Promise<void> {
    await story.stairway.db.transaction(async (tx) => {
      const open = { ...story.stairway.deps, db: tx }
      for (let n = 1; n <= many; n += 1)
        await postToTeam(open, {
          teamId: 'T0STAIR',
          kind: 'notice',
          subject: subjectOf('undeliverable', `${target}:${n}`, story.now()),
          target,
          data: { words: `Word ${n}.` },
        })
    })
  }

  const said = async (story: Story, id = 'C0GROWTH') =>
    (await story.slack.messages(id)).map(({ text }) => text)
  const words = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => `Word ${from + i}.`)

  test('holds for all that wait on it, in order, then one a second; other channels are not held', async () => {
    const story = await tell()
    story.slack.failNext('chat.postMessage', { retryAfter: 30 })
    await posts(story, 20)
    await story.stairway.engine.runDue()
    await posts(story, 2, 'C0DATA')
    await passing(story, 29)
    expect(await said(story)).toEqual([])
    expect(await said(story, 'C0DATA')).toEqual(words(1, 2))
    expect(asked(story, 'chat.postMessage')).toBe(3)
    await passing(story, 1)
    expect(await said(story)).toEqual(words(1, 1))
    await passing(story, 10)
    expect((await said(story)).length).toBeLessThanOrEqual(11)
    await passing(story, 30)
    expect(await said(story)).toEqual(words(1, 20))
    expect(asked(story, 'chat.postMessage')).toBe(23)
  })

  test('of one a second: 60 posts take about 60 tries', async () => {
    const story = await tell()
    let last = Number.NEGATIVE_INFINITY
    story.slack.failEach('chat.postMessage', () => {
      const soon = story.clock.at - last < 1_000
      if (!soon) last = story.clock.at
      return soon ? { retryAfter: 1 } : null
    })
    await posts(story, 60)
    await story.stairway.engine.runDue()
    await passing(story, 70)
    expect(await said(story)).toEqual(words(1, 60))
    expect(asked(story, 'chat.postMessage')).toBeLessThan(64)
  })

  test('of a method holds for every channel, and asks Slack once', async () => {
    const story = await tell()
    const keys = ['one', 'two', 'three', 'four']
    await typed(
      story,
      ANA,
      keys.map((key) => `new Campaign ${key} key:${key} template:short`),
    )
    await story.settle()
    const from = story.slack.calls.length
    story.slack.failNext('chat.update', { retryAfter: 30 })
    await typed(
      story,
      ANA,
      keys.map((key) => `brief ${key} horizon 21 days`),
    )
    await passing(story, 25)
    expect(asked(story, 'chat.update', from)).toBe(1)
    await passing(story, 10)
    expect(asked(story, 'chat.update', from)).toBe(5)
    for (const key of keys) expect(readAloud(await story.card(key))).toContain('horizon 21 days')
  })
})

describe('an outage that is longer than all tries', () => {
  const METHODS = ['chat.postMessage', 'chat.update', 'conversations.history', 'conversations.open']
  const OUTAGES: readonly [string, Fault][] = [
    ['503', { status: 503 }],
    ['pages', { body: '<html>' }],
    ['posts whose answers are lost', { status: 502, stored: true }],
  ]

  async function hours(story: Story, count: number): Promise<void> {
    for (let quarter = 0; quarter < 4 * count; quarter += 1) await story.pass(15 * MINUTE)
  }

  test.each(OUTAGES)(
    'of %s: what was to be drawn is drawn, what was to be said is said, once',
    async (_, fault) => {
      const story = await tell()
      await live(story)
      await ready(story, { key: 'asked' })
      const ends = METHODS.map((method) => story.slack.failEach(method, () => fault))
      await typed(story, ANA, [
        'new Second one key:second template:short',
        'submit asked',
        'digest winback now',
      ])
      await typed(story, TOM, ['pause winback the mail looks wrong'])
      await hours(story, 3)
      for (const end of ends) end()
      await hours(story, 1)
      expect(readAloud(await story.card('winback'))).toContain('*paused*')
      expect(readAloud(await story.card('second'))).toContain('Second one')
      expect((await cards(story)).length).toBe(3)
      for (const person of [TOM, RAJ, MEI])
        expect((await story.slack.dms(person)).filter(({ text }) => text.includes(ASKS))).toHaveLength(1)
      await expectDigest(story)
      const paused = (await channel(story)).filter(({ text }) => text.includes('mail looks wrong'))
      expect(paused).toHaveLength(1)
      expect(await story.slack.dms(ANA)).toHaveLength(1) // that it is approved
    },
  )

  test('of more than a day: who can look after it is told once, and all is drawn when Slack is back', async () => {
    const story = await tell()
    await live(story)
    const end = story.slack.failEach('chat.update', () => ({ status: 503 }))
    await typed(story, TOM, ['pause winback the mail looks wrong'])
    await hours(story, 30)
    const told = (await story.slack.dms(ANA)).filter(({ text }) => text.includes('could not show'))
    expect(told.map(({ text }) => text)).toEqual([
      'I could not show a message in <#C0GROWTH> (HTTP 503). The card is kept and tried again every hour.',
    ])
    end()
    await hours(story, 2)
    expect(readAloud(await story.card('winback'))).toContain('*paused*')
  })

  test('that begins with a start, before anybody’s name is known: tries come after growing pauses', async () => {
    const before = await tell()
    await live(before)
    const story = await before.restart()
    const ends = [...METHODS, 'users.info'].map((method) =>
      story.slack.failEach(method, () => ({ status: 503 })),
    )
    const from = story.slack.calls.length
    await typed(story, TOM, ['pause winback the mail looks wrong'])
    for (let passed = 0; passed < 300; passed += 2) {
      story.clock.at += 2_000
      await story.stairway.engine.runDue()
    }
    expect(asked(story, 'chat.update', from)).toBeLessThan(12)
    for (const end of ends) end()
    await hours(story, 1)
    expect(readAloud(await story.card('winback'))).toContain('Owner Ana')
    expect(readAloud(await story.card('winback'))).toContain('*paused*')
  })

  test('before an update: what the version before gave up is drawn with the next change', async () => {
    const story = await tell()
    await live(story)
    await story.stairway.db('messages').where({ kind: 'card' }).update({ state: 'dead', error: 'HTTP 503' })
    await typed(story, TOM, ['pause winback the mail looks wrong'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*paused*')
  })
})

describe('a channel that can’t be posted in', () => {
  test('the bot is not in it: the owner is told how, once; invited, the card and its thread go out', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    await typed(story, ANA, ['brief winback channel <#C0OUT|out>'])
    await story.settle()
    expect((await story.dm(ANA, "can't post")).text).toBe(
      "I can't post in <#C0OUT>: somebody there has to /invite @Stairway first. The card is kept and goes out then.",
    )
    await typed(story, ANA, ['brief winback horizon 7 days', 'brief winback horizon 21 days'])
    await story.pass(HOUR)
    expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes("can't post"))).toHaveLength(1)
    expect((await story.slack.messages('C0GROWTH'))[0]?.text).toBe(
      '*Spring win-back*  `winback` moved to <#C0OUT>.',
    )

    await story.slack.invite('C0OUT')
    const joined = { user: 'U0BOT', channel: 'C0OUT', channel_type: 'C' }
    await story.client.event('member_joined_channel', joined, { eventId: 'Ev1' })
    await story.client.event('member_joined_channel', joined, {
      eventId: 'Ev1',
      retry: { num: 1, reason: 'http_timeout' },
    })
    await story.pass(MINUTE)
    expect((await cards(story, 'C0OUT')).map(readAloud)).toEqual([expect.stringContaining('horizon 21 days')])
  })

  test('a digest to such a channel is kept, and goes out after the invitation', async () => {
    const story = await tell()
    await live(story)
    await story.shop.expose('control', 100, story.now())
    await story.shop.expose('mail', 100, story.now())
    await typed(story, ANA, ['digest winback daily 09:00 <#C0OUT|out>'])
    await story.pass(DAY)
    expect((await story.dm(ANA, "can't post")).text).toContain('The digest is kept and goes out then.')
    await story.slack.invite('C0OUT')
    await story.client.event('member_joined_channel', { user: 'U0BOT', channel: 'C0OUT' })
    await story.pass(MINUTE)
    expect((await story.slack.messages('C0OUT')).map(({ text }) => text)).toEqual([
      expect.stringContaining('day 2 of 14'),
    ])
  })

  test('it is archived: the owner hears what to do', async () => {
    const story = await tell()
    await live(story)
    await story.slack.archive('C0DATA')
    await typed(story, ANA, ['digest winback daily 09:00 <#C0DATA|data>'])
    await story.pass(DAY)
    expect((await story.dm(ANA, 'archived')).text).toMatch(
      /^I can't post in <#C0DATA>: it is archived\. Unarchive it/,
    )
    expect((await story.slack.messages('C0DATA')).filter(({ subtype }) => !subtype)).toEqual([])
  })

  test('the card’s own channel is archived in the middle: the campaign goes on, and can move', async () => {
    const story = await tell()
    await ready(story)
    await story.slack.archive('C0GROWTH')
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    expect((await story.dm(TOM, ASKS)).text).toContain('*Spring win-back*')
    expect((await story.dm(ANA, 'archived')).text).toMatch(/^I can't post in <#C0GROWTH>: it is archived\./)
    await typed(story, ANA, ['brief winback channel <#C0DATA|data>'])
    await story.settle()
    expect((await cards(story, 'C0DATA')).map(readAloud)).toEqual([expect.stringContaining('*in review*')])
  })
})

describe('an answer of Slack that is not what was asked for', () => {
  test.each([
    ['no channel', '{"ok":true}'],
    ['a channel that is none', '{"ok":true,"channel":{"id":7}}'],
    ['a channel without an id', '{"ok":true,"channel":{"id":""}}'],
    ['a list', '{"ok":true,"channel":[]}'],
  ])('of conversations.open, %s: it is asked again', async (_case, body) => {
    const story = await tell({ more: '\n' })
    await ready(story)
    story.slack.failNext('conversations.open', { body })
    await typed(story, ANA, ['submit winback'])
    await story.pass(MINUTE)
    for (const person of [TOM, RAJ, MEI])
      expect((await story.slack.dms(person)).filter(({ text }) => text.includes(ASKS))).toHaveLength(1)
  })

  test.each([
    ['no time', '{"ok":true,"channel":"C0GROWTH"}'],
    ['a time that is none', '{"ok":true,"channel":"C0GROWTH","ts":12}'],
    ['a channel that is none', '{"ok":true,"channel":{"id":"C0GROWTH"},"ts":"1.2"}'],
    ['nothing', '{"ok":true,"ts":null}'],
  ])('of chat.postMessage, %s: it is looked for before it is posted again', async (_case, body) => {
    const story = await tell({ more: '\n' })
    story.slack.failNext('chat.postMessage', { body, stored: true })
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.pass(MINUTE)
    await typed(story, ANA, ['brief winback horizon 7 days'])
    await story.pass(MINUTE)
    expect((await cards(story)).map(readAloud)).toEqual([expect.stringContaining('horizon 7 days')])
  })

  test('of conversations.history, no messages: it is posted once', async () => {
    const story = await tell({ more: '\n' })
    story.slack.failNext('chat.postMessage', 'lost')
    story.slack.failNext('conversations.history', { body: '{"ok":true,"messages":{}}' })
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.pass(5 * MINUTE)
    expect(await cards(story)).toHaveLength(1)
  })

  test('of conversations.history, a page that leads to itself: it ends, and what is behind is not guessed', async () => {
    const story = await tell({ more: '\n' })
    story.slack.failNext('chat.postMessage', 'lost')
    const body = '{"ok":true,"messages":[],"response_metadata":{"next_cursor":"again"}}'
    const back = story.slack.failEach('conversations.history', () => ({ body }))
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.pass(MINUTE)
    expect(asked(story, 'chat.postMessage')).toBe(1)
    back()
    await story.pass(HOUR)
    expect(await cards(story)).toHaveLength(1)
  })
})

describe('a person who has left', () => {
  test('the owner is told that the question did not arrive, and the others get theirs', async () => {
    const story = await tell()
    await ready(story)
    await typed(story, ANA, ['submit winback'])
    story.slack.deactivate(MEI)
    await story.settle()
    expect((await story.dm(ANA, "can't reach")).text).toBe(
      "I can't reach Mei: that account is deactivated. The approval request did not arrive; give the work to somebody else.",
    )
    for (const person of [TOM, RAJ])
      expect(readAloud(await story.dm(person, ASKS))).toContain('Spring win-back')
    for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
    await story.settle()
    expect(readAloud(await story.card('winback'))).toContain('*approved*')
  })
})

describe('a token that Slack takes no more', () => {
  test.each(['account_inactive', 'token_expired'])(
    '%s is said of the app: nobody counts as gone, and what was kept goes out when it is back',
    async (error) => {
      const story = await tell({ more: '\n' })
      await ready(story)
      const back = story.slack.failEach('conversations.open', ({ users }) =>
        users === MEI ? { error } : null,
      )
      await typed(story, ANA, ['submit winback'])
      await story.settle()
      expect((await story.dm(ANA, 'no longer lets me post')).text).toBe(
        `Slack no longer lets me post (${error}): an admin has to install the app again. What waits is kept and goes out then.`,
      )
      back()
      await story.pass(2 * HOUR)
      expect(readAloud(await story.dm(MEI, ASKS))).toContain('Spring win-back')
    },
  )

  const SAID = /^Slack no longer lets me post/
  /** Nothing goes out but word of that. */
  const revoke = ({ slack }: Story) =>
    slack.failEach('chat.postMessage', ({ text }) =>
      SAID.test(String(text)) ? null : { error: 'token_revoked' },
    )
  const told = async ({ slack }: Story, person: string) =>
    (await slack.dms(person)).filter(({ text }) => SAID.test(text)).length

  test('is told once to whoever runs something, whatever waits, in how many places and campaigns', async () => {
    const story = await tell()
    for (const key of ['winback', 'loyalty']) await ready(story, { key })
    const back = revoke(story)
    await typed(story, ANA, ['submit winback', 'submit loyalty'])
    await typed(story, TOM, ['new Of Tom key:toms template:short'])
    await story.settle()
    expect(await Promise.all([ANA, TOM, MEI].map((person) => told(story, person)))).toEqual([1, 1, 0])
    await story.pass(2 * HOUR)
    expect(await told(story, ANA)).toBe(1)
    back()
    await story.pass(2 * HOUR)
    for (const person of [TOM, RAJ, MEI])
      expect((await story.slack.dms(person)).filter(({ text }) => text.includes(ASKS))).toHaveLength(2)
    expect(await told(story, ANA)).toBe(1)
  })

  test('is told again on the next day, while it lasts', async () => {
    const story = await tell()
    await ready(story)
    revoke(story)
    await typed(story, ANA, ['submit winback'])
    await story.settle()
    await story.pass(DAY)
    expect(await told(story, ANA)).toBe(2)
  })

  test('is none of a place: a channel that can’t be posted in is told of for each', async () => {
    const story = await tell()
    for (const id of ['C0GROWTH', 'C0DATA']) await story.slack.archive(id)
    await typed(story, ANA, [
      'new One key:one template:short',
      'new Two key:two template:short',
      'brief two channel <#C0DATA|data>',
    ])
    await story.settle()
    const words = (await story.slack.dms(ANA)).map(({ text }) => text.split(':')[0])
    expect(words).toEqual(["I can't post in <#C0GROWTH>", "I can't post in <#C0DATA>"])
  })
})

describe('an owner who has left', () => {
  test('the data partner is told in their place, else the lead of a team', async () => {
    const story = await tell()
    await submitted(story)
    story.slack.deactivate(ANA)
    for (const approver of [TOM, RAJ]) await typed(story, approver, ['approve winback'])
    await story.settle()
    expect((await story.dm(RAJ, "can't reach Ana")).text).toBe(
      "I can't reach Ana: that account is deactivated. The message did not arrive; give the work to somebody else.\nIt said: *Spring win-back* is approved (Tom; Raj). Launch it when you are ready.",
    )
    story.slack.deactivate(RAJ)
    await typed(story, TOM, ['launch winback at:+2h', 'task winback 1 reopen the events stopped'])
    await story.pass(DAY)
    expect((await story.dm(TOM, "can't reach Ana")).text).toContain('that account is deactivated')
  })

  test('nobody is given work whose account is deactivated', async () => {
    const story = await tell()
    await ready(story)
    story.slack.deactivate(MEI)
    await story.pass(2 * HOUR)
    const gone = "Mei's account is deactivated, so nobody would do it: name somebody else."
    for (const text of [
      'task winback 1 assign <@U0MEI|mei>',
      'task winback add Count them again <@U0MEI|mei>',
      'brief winback partner <@U0MEI|mei>',
      'brief winback plan manual <@U0MEI|mei> Press send',
      'ask winback Why so? <@U0MEI|mei>',
    ])
      expect(await refused(story, ANA, text)).toBe(gone)
  })
})

describe('what Slack refuses to show', () => {
  test('a digest without its chart still has every number', async () => {
    const story = await tell()
    await live(story)
    await story.shop.expose('control', 1_000, story.now())
    await story.shop.expose('mail', 1_000, story.now())
    await story.shop.act('purchase', 'control', 100, story.now())
    await story.shop.act('purchase', 'mail', 120, story.now())
    const from = story.slack.calls.length
    story.slack.failEach('chat.postMessage', ({ blocks }) =>
      /"type":"table"/.test(JSON.stringify(blocks)) ? { error: 'invalid_blocks' } : null,
    )
    await typed(story, ANA, ['digest winback now'])
    await story.pass(MINUTE)
    expect(asked(story, 'chat.postMessage', from)).toBe(3) // the figures twice
    await expectDigest(story)
    const [digest] = await figures(story)
    if (!digest) throw new Error('There are no figures')
    expect(digest.blocks.map(({ type }) => type)).not.toContain('table')
    const shown = readAloud({ text: '', blocks: digest.blocks })
    for (const number of [
      '100 of 1\u202f000',
      '120 of 1\u202f000',
      '+20.0 %',
      '−34.5 … +120.4',
      '−6.6 … +55.2',
      'p = 0.15',
    ])
      expect(shown).toContain(number)
    expect((await story.slack.dms(ANA)).filter(({ text }) => text.includes('refused'))).toEqual([])
  })
})

describe('many changes at once', () => {
  test('ten quick changes are one edit of the card', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    const from = story.slack.calls.length
    await typed(
      story,
      ANA,
      Array.from({ length: 10 }, (_, i) => `brief winback horizon ${i + 10} days`),
    )
    await story.settle()
    expect(asked(story, 'chat.update', from)).toBe(1)
    expect(readAloud(await story.card('winback'))).toContain('horizon 19 days')
  })

  test('what leaves the card as it was edits nothing', async () => {
    const story = await tell()
    await typed(story, ANA, ['new Spring win-back key:winback template:short'])
    await story.settle()
    const before = await channel(story)
    const from = story.slack.calls.length
    await typed(story, ANA, ['task winback 3 start', 'task winback 3 check https://wiki.example/support'])
    await story.settle()
    expect(asked(story, 'chat.update', from)).toBe(0)
    expect(await channel(story)).toEqual(before)
  })
})
