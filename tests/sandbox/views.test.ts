import type { ModalView } from '@slack/types'
import { afterEach, describe, expect, it } from 'vitest'
import { Unanswered } from '../../sandbox/workspace/client.ts'
import { slackClient } from '../../sandbox/workspace/http.ts'
import type { FakeSlack } from '../../sandbox/workspace/web-api.ts'
import { boltOf, button, endAll, section, signingSecret, slackOf, webClient } from '../support/tiny-bot.ts'

afterEach(endAll)

const label = (text: string) => ({ type: 'plain_text' as const, text })
const form = (callback_id: string, more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id,
  title: label(callback_id),
  submit: label('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: label('Name'),
      element: { type: 'plain_text_input', action_id: 'v' },
    },
  ],
  ...more,
})

const open = async (slack: FakeSlack, user: string, view = form('one')) => {
  const trigger_id = await slack.platform.trigger(user)
  await webClient(slack).views.open({ trigger_id, view })
  return only(slack, user)
}

function only(slack: FakeSlack, user: string) {
  const view = slack.views.filter((each) => each.user === user).at(-1)
  if (!view) throw new Error(`${user} sees no modal`)
  return view
}

describe('triggers', () => {
  it('serve once, within three seconds, and only those that were handed out', async () => {
    let at = Date.parse('2026-03-02T12:00:00Z')
    const slack = await slackOf({ now: () => new Date(at) })
    const { views } = webClient(slack)
    const late = await slack.platform.trigger('U0ANA')
    const inTime = await slack.platform.trigger('U0ANA')
    at += 2_999
    await views.open({ trigger_id: inTime, view: form('one') })
    await expect(views.open({ trigger_id: inTime, view: form('one') })).rejects.toThrow(
      'exchanged_trigger_id',
    )
    at += 1
    await expect(views.open({ trigger_id: late, view: form('one') })).rejects.toThrow('expired_trigger_id')
    await expect(views.open({ trigger_id: 'made up', view: form('one') })).rejects.toThrow(
      'invalid_trigger_id',
    )
    expect(slack.views).toHaveLength(1)
  })
})

describe('modal stacks', () => {
  it('are three deep, and a view that was closed makes room again', async () => {
    const slack = await slackOf()
    const { client } = await boltOf(slack, (app) => {
      app.view(/.*/, async ({ ack, view }) =>
        ack({ response_action: 'push', view: form(`${view.callback_id}+`) }),
      )
    })
    await open(slack, 'U0ANA')
    const push = () => client.fillAndSubmit('U0ANA', only(slack, 'U0ANA'), { Name: 'x' })
    await push()
    await push()
    await expect(push()).rejects.toThrow('push_limit_reached')
    for (let again = 0; again < 3; again += 1) {
      await client.closeView('U0ANA', only(slack, 'U0ANA'))
      expect(slack.views).toHaveLength(2)
      await push()
      expect(slack.views.map(({ callback_id }) => callback_id)).toEqual(['one', 'one+', 'one++'])
    }
  })

  it('are updated by hash, cleared as a whole, and belong to one person each', async () => {
    const slack = await slackOf()
    const web = webClient(slack)
    const { client } = await boltOf(slack, (app) => {
      app.view('one', async ({ ack }) => ack({ response_action: 'update', view: form('two') }))
      app.view('two', async ({ ack }) => ack({ response_action: 'clear' }))
    })
    const ana = await open(slack, 'U0ANA')
    await open(slack, 'U0MEI', form('hers'))
    await web.views.update({ view_id: ana.id, hash: ana.hash, view: form('one') })
    await expect(web.views.update({ view_id: ana.id, hash: ana.hash, view: form('one') })).rejects.toThrow(
      'hash_conflict',
    )
    await client.fillAndSubmit('U0ANA', only(slack, 'U0ANA'), { Name: 'x' })
    expect(only(slack, 'U0ANA')).toMatchObject({ id: ana.id, callback_id: 'two' })
    await client.fillAndSubmit('U0ANA', only(slack, 'U0ANA'), { Name: 'x' })
    expect(slack.views.map(({ callback_id }) => callback_id)).toEqual(['hers'])
    await expect(web.views.update({ view_id: ana.id, view: form('one') })).rejects.toThrow('not_found')
  })

  it('stay open with what is wrong, until the next submission', async () => {
    const slack = await slackOf()
    const { client } = await boltOf(slack, (app) => {
      app.view('one', async ({ ack, view }) => {
        const name = view.state.values.name?.v?.value
        if (name === 'odd') return ack({ response_action: 'errors', errors: { nowhere: 'Lost' } })
        return ack({ response_action: 'errors', errors: { name: `${name} is taken` } })
      })
    })
    await open(slack, 'U0ANA')
    const submit = (Name: string) => client.fillAndSubmit('U0ANA', only(slack, 'U0ANA'), { Name })
    await submit('a')
    await submit('b')
    expect(only(slack, 'U0ANA').errors).toEqual({ name: 'b is taken' })
    await expect(submit('odd')).rejects.toThrow('no input has the block_id nowhere')
  })

  it('tell that they were closed only where that was asked for', async () => {
    const slack = await slackOf()
    const closed: unknown[] = []
    const { client } = await boltOf(slack, (app) => {
      app.view({ type: 'view_closed' }, async ({ ack, body }) => {
        closed.push([body.view.callback_id, 'is_cleared' in body && body.is_cleared])
        await ack()
      })
    })
    await client.closeView('U0ANA', await open(slack, 'U0ANA'))
    await client.closeView('U0ANA', await open(slack, 'U0ANA', form('told', { notify_on_close: true })))
    const all = form('all', { notify_on_close: true, clear_on_close: true })
    await client.closeView('U0ANA', await open(slack, 'U0ANA', all))
    expect(closed).toEqual([
      ['told', false],
      ['all', true],
    ])
    expect(slack.views).toEqual([])
  })
})

describe('people', () => {
  it('use shortcuts on messages, and choose with what the form says meanwhile', async () => {
    const slack = await slackOf()
    const seen: unknown[] = []
    const { client } = await boltOf(slack, (app) => {
      app.shortcut({ type: 'message_action', callback_id: 'ask' }, async ({ ack, shortcut, respond }) => {
        await ack()
        seen.push([shortcut.channel.id, shortcut.message.text])
        await respond('Asked')
      })
      app.action('go', async ({ ack, body }) => {
        await ack()
        seen.push('state' in body ? body.state : undefined)
      })
    })
    const blocks = [{ type: 'actions', block_id: 'b', elements: [button('Go', 'go', '1')] }]
    await webClient(slack).chat.postMessage({ channel: 'C0GROWTH', text: 'Why?', blocks })
    const [message] = await slack.messages('C0GROWTH')
    if (!message) throw new Error('no message')
    await (await client.shortcut('U0MEI', 'ask', message)).answer()
    expect(slack.ephemerals('U0MEI')).toMatchObject([{ text: 'Asked', channel: 'C0GROWTH' }])
    const state = { b: { other: { type: 'plain_text_input', value: 'typed' } } }
    await client.click('U0MEI', { on: message, actionId: 'go', blockId: 'b', state })
    expect(seen).toEqual([['C0GROWTH', 'Why?'], { values: state }])
  })

  it('open Home with the view that they saw last', async () => {
    const slack = await slackOf()
    const hashes: unknown[] = []
    const { client } = await boltOf(slack, (app) => {
      app.event('app_home_opened', async ({ event, client: web }) => {
        hashes.push([event.tab, (event.view as { hash?: string } | undefined)?.hash])
        await web.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Hi')] } })
      })
    })
    await client.openHome('U0MEI')
    await slack.until('views.publish')
    const hash = slack.homes('U0MEI').at(-1)?.hash
    await client.openHome('U0MEI')
    await slack.until('views.publish', () => slack.homes('U0MEI').length === 2)
    expect(hashes).toEqual([
      ['home', undefined],
      ['home', hash],
    ])
    const publish = webClient(slack).views.publish({
      user_id: 'U0NOBODY',
      view: { type: 'home', blocks: [section('Hi')] },
    })
    await expect(publish).rejects.toThrow('user_not_found')
  })

  it('wait three seconds for an answer, and no ack that comes later counts', async () => {
    const slack = await slackOf()
    let release: () => void = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const { url, client } = await boltOf(slack, (app) => {
      app.command('/campaign', async ({ ack }) => {
        await released
        await ack('too late')
      })
    })
    const hasty = slackClient({ url, signingSecret, slack, patience: 50 })
    await expect(hasty.command('U0ANA', '/campaign', 'show')).rejects.toThrow(Unanswered)
    release()
    await expect(client.command('U0ANA', '/campaign', 'show')).resolves.toMatchObject({ ack: 'too late' })
    expect(slack.ephemerals('U0ANA')).toHaveLength(1)
    expect(slack.traffic.after(0).map(({ what, ok }) => [what, ok])).toEqual([
      ['auth.test', true],
      ['slash_commands', false],
      ['slash_commands', true],
    ])
  })
})

it('messages are put back into a new Slack as they were, under their own times', async () => {
  const first = await slackOf()
  const web = webClient(first)
  const metadata = { event_type: 'delivery', event_payload: { id: 7 } }
  const card = await web.chat.postMessage({
    channel: 'C0GROWTH',
    text: 'Card for <@U0ANA>',
    blocks: [section('Card', 'b1')],
    metadata,
  })
  await web.chat.postMessage({ channel: 'C0GROWTH', text: 'More', thread_ts: card.ts ?? '' })
  await web.chat.postMessage({ channel: 'U0RAJ', text: 'For you' })
  await first.write('U0MEI', 'C0GROWTH', 'Thanks', card.ts)
  await first.write('U0MEI', 'D0MEI', 'Hello')
  await web.chat.update({
    channel: 'C0GROWTH',
    ts: card.ts ?? '',
    text: 'Card',
    blocks: [section('Card 2', 'b1')],
  })
  const kept = JSON.parse(JSON.stringify(await first.kept()))

  const second = await slackOf()
  await second.restore(kept)
  expect(await second.messages('C0GROWTH')).toEqual(await first.messages('C0GROWTH'))
  expect(await second.dms('U0RAJ')).toMatchObject([{ text: 'For you', channel: 'D0RAJ' }])
  expect(await second.dms('U0MEI')).toMatchObject([{ text: 'Hello', user: 'U0MEI' }])
  await webClient(second).chat.update({ channel: 'C0GROWTH', ts: card.ts ?? '', text: 'Edited later' })
  expect((await second.messages('C0GROWTH'))[0]?.text).toBe('Edited later')
})
