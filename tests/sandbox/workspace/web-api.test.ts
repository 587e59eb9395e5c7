import { afterEach, describe, expect, it } from 'vitest'
import type { FakeSlack } from '../../../sandbox/workspace/web-api.ts'
import { endAll, section, slackOf, webClient } from '../../support/tiny-bot.ts'

afterEach(endAll)

describe('the Web API of the tests', () => {
  it('keeps messages with their edits, threads and metadata, at the time of the test', async () => {
    const slack = await slackOf()
    const web = webClient(slack)
    const metadata = { event_type: 'delivery', event_payload: { id: 7 } }
    const posted = await web.chat.postMessage({ channel: 'C0GROWTH', text: 'Hello <@U0ANA>', metadata })
    await web.chat.postMessage({ channel: 'C0GROWTH', text: 'more', thread_ts: posted.ts ?? '' })
    await web.chat.update({ channel: 'C0GROWTH', ts: posted.ts ?? '', text: 'Hello again', metadata })

    const [message] = await slack.messages('C0GROWTH')
    expect(message).toMatchObject({
      text: 'Hello again',
      user: 'U0BOT',
      metadata,
      replies: [{ text: 'more' }],
    })
    expect(posted.ts).toMatch(/^1772452800\.\d{6}$/)

    const history = (options: object) => web.conversations.history({ channel: 'C0GROWTH', ...options })
    expect((await history({})).messages?.[0]?.metadata).toBeUndefined()
    expect((await history({ include_all_metadata: true })).messages?.[0]?.metadata).toEqual(metadata)
    expect((await history({ oldest: '1772452801' })).messages).toEqual([])
    expect((await history({ oldest: posted.ts, inclusive: true })).messages).toHaveLength(1)
  })

  it('says what leads to a message, also within a thread', async () => {
    const web = webClient(await slackOf())
    const root = await web.chat.postMessage({ channel: 'C0GROWTH', text: 'one' })
    const reply = await web.chat.postMessage({ channel: 'C0GROWTH', text: 'more', thread_ts: root.ts ?? '' })
    const link = async (ts = '') =>
      (await web.chat.getPermalink({ channel: 'C0GROWTH', message_ts: ts })).permalink
    const place = (ts = '') => `https://stairway.slack.com/archives/C0GROWTH/p${ts.replace('.', '')}`
    expect(await link(root.ts)).toBe(place(root.ts))
    expect(await link(reply.ts)).toBe(`${place(reply.ts)}?thread_ts=${root.ts}&cid=C0GROWTH`)
    await expect(link('1772452800.999999')).rejects.toThrow(/message_not_found/)
  })

  it('pages history by cursor, the newest first', async () => {
    const web = webClient(await slackOf())
    for (const text of ['one', 'two', 'three']) await web.chat.postMessage({ channel: 'C0DATA', text })
    const pages: (string | undefined)[][] = []
    for await (const page of web.paginate('conversations.history', { channel: 'C0DATA', limit: 2 })) {
      pages.push((page as unknown as { messages: { text?: string }[] }).messages.map(({ text }) => text))
    }
    expect(pages).toEqual([['three', 'two'], ['one']])
  })

  it('shows direct messages, ephemeral messages and people', async () => {
    const slack = await slackOf()
    const web = webClient(slack)
    await web.chat.postMessage({ channel: 'U0RAJ', text: 'Please approve' })
    await web.chat.postEphemeral({ channel: 'C0GROWTH', user: 'U0MEI', text: 'Only you' })
    expect(await slack.dms('U0RAJ')).toMatchObject([{ text: 'Please approve' }])
    expect(slack.ephemerals('U0MEI')).toMatchObject([{ text: 'Only you', via: 'chat.postEphemeral' }])
    expect(await slack.messages('C0GROWTH')).toEqual([])
    expect((await web.users.info({ user: 'U0ANA' })).user).toMatchObject({ id: 'U0ANA', tz: 'Europe/Berlin' })
    expect((await web.usergroups.users.list({ usergroup: 'S0DATA' })).users).toEqual(['U0RAJ', 'U0MEI'])
  })

  it.each([
    ['C0OUT', 'not_in_channel'],
    ['C0OLD', 'is_archived'],
    ['C0NONE', 'channel_not_found'],
    ['U0GONE', 'channel_not_found'],
  ])('refuses a post to %s with %s', async (channel, error) => {
    const web = webClient(await slackOf())
    await expect(web.chat.postMessage({ channel, text: 'hi' })).rejects.toMatchObject({ data: { error } })
  })

  it('lets a bot in, and loses people, channels and the bot again', async () => {
    const slack = await slackOf()
    const web = webClient(slack)
    const post = (channel: string) => web.chat.postMessage({ channel, text: 'hi' })
    await slack.invite('C0OUT')
    await post('C0OUT')
    await slack.remove('C0OUT')
    await expect(post('C0OUT')).rejects.toThrow('not_in_channel')
    await slack.archive('C0DATA')
    await expect(post('C0DATA')).rejects.toThrow('is_archived')
    slack.deactivate('U0TOM')
    await expect(post('U0TOM')).rejects.toThrow('user_disabled')
    expect((await web.users.info({ user: 'U0TOM' })).user?.deleted).toBe(true)
  })

  it('refuses unknown methods, wrong tokens and scopes that were not granted', async () => {
    const slack = await slackOf({ scopes: ['channels:history'] })
    const web = webClient(slack)
    await expect(web.apiCall('chat.shout')).rejects.toThrow('unknown_method')
    await expect(webClient(slack, 'xoxb-other').auth.test()).rejects.toThrow('invalid_auth')
    await expect(web.apps.connections.open()).rejects.toThrow('not_allowed_token_type')
    await expect(web.chat.postMessage({ channel: 'C0GROWTH', text: 'hi' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'channels:history' },
    })
    await web.conversations.history({ channel: 'C0GROWTH' })
  })

  it('refuses what is beyond the limits of Slack, and keeps it', async () => {
    const slack = await slackOf()
    const blocks = Array.from({ length: 51 }, () => section('x'))
    const post = webClient(slack).chat.postMessage({ channel: 'C0GROWTH', text: 'hi', blocks })
    await expect(post).rejects.toMatchObject({ data: { error: 'invalid_blocks' } })
    expect(slack.violations).toMatchObject([{ where: 'chat.postMessage' }])
    expect(await slack.messages('C0GROWTH')).toEqual([])
  })
})

describe('faults of the Web API', () => {
  const post = (slack: FakeSlack) => webClient(slack).chat.postMessage({ channel: 'C0GROWTH', text: 'hi' })

  it.each([
    ['a rate limit', { retryAfter: 30 }, { retryAfter: 30 }, 0],
    ['an outage', { status: 503 }, { statusCode: 503 }, 0],
    ['an outage after the post', { status: 503, stored: true }, { statusCode: 503 }, 1],
    ['an error code', { error: 'is_archived' }, { data: { error: 'is_archived' } }, 0],
    ['a page in place of an answer', { body: '<p>Hi' }, { data: { error: '<p>Hi' } }, 0],
    ['a page after the post', { body: '', stored: true }, { data: { error: '' } }, 1],
    ['a lost answer', 'lost' as const, { code: 'slack_webapi_request_error' }, 1],
    ['half an answer', 'torn' as const, { message: 'terminated' }, 1],
  ])('has %s once', async (_name, fault, seen, stored) => {
    const slack = await slackOf()
    slack.failNext('chat.postMessage', fault)
    await expect(post(slack)).rejects.toMatchObject(seen)
    expect(await slack.messages('C0GROWTH')).toHaveLength(stored)
    await post(slack)
    expect(await slack.messages('C0GROWTH')).toHaveLength(stored + 1)
    expect(slack.calls.map(({ method }) => method)).toEqual(['chat.postMessage', 'chat.postMessage'])
  })

  it('has one with every call that is meant, until it is over', async () => {
    const slack = await slackOf()
    const end = slack.failEach('chat.postMessage', ({ text }) => (text === 'hi' ? { status: 503 } : null))
    await expect(post(slack)).rejects.toMatchObject({ statusCode: 503 })
    await expect(post(slack)).rejects.toMatchObject({ statusCode: 503 })
    await webClient(slack).chat.postMessage({ channel: 'C0GROWTH', text: 'ho' })
    end()
    await post(slack)
    expect(await slack.messages('C0GROWTH')).toHaveLength(2)
  })

  it('holds an answer until it is released', async () => {
    const slack = await slackOf()
    const events: string[] = []
    const hold = slack.holdNext('chat.postMessage')
    const posting = post(slack).then(() => events.push('answered'))
    await hold.arrived
    expect(await slack.messages('C0GROWTH')).toHaveLength(1)
    await webClient(slack).auth.test() // a whole round trip, begun after the answer was due
    events.push('released')
    hold.release()
    await posting
    expect(events).toEqual(['released', 'answered'])
  })
})
