import { afterEach, describe, expect, it } from 'vitest'
import { encode, signature } from '../../../sandbox/workspace/http.ts'
import { boltOf, button, endAll, section, signingSecret, slackOf, webClient } from '../../support/tiny-bot.ts'

afterEach(endAll)

describe('people at their Slack, over signed HTTP', () => {
  it('talk to a command: privately in the ack, then on the response_url, five times', async () => {
    const slack = await slackOf()
    const { client } = await boltOf(slack, (app) => {
      app.command('/campaign', async ({ ack, command, respond }) => {
        await ack(`got ${command.text}`)
        for (const n of [1, 2, 3, 4]) await respond(`line ${n}`)
        await respond({ text: 'for all', response_type: 'in_channel' })
        await expect(respond('once more')).rejects.toThrow('404')
        await app.client.chat.postMessage({ channel: command.user_id, text: 'done' })
      })
    })
    const said = await client.command('U0ANA', '/campaign', 'show winback', { channel: 'C0GROWTH' })
    expect(said).toMatchObject({ status: 200, ack: 'got show winback' })
    expect((await said.answer()).text).toBe('got show winback')
    await slack.until('chat.postMessage', ({ args }) => args.text === 'done')
    expect(said.replies()).toHaveLength(6)
    const lines = slack.ephemerals('U0ANA').map(({ text }) => text)
    expect(lines).toEqual(['got show winback', 'line 1', 'line 2', 'line 3', 'line 4'])
    expect(await slack.messages('C0GROWTH')).toMatchObject([{ text: 'for all' }])
  })

  it('click the button that they read, beside the words that they read', async () => {
    const slack = await slackOf()
    const actions = (n: number) => ({ type: 'actions', elements: [button('Done', 'task.done', `${n}`)] })
    const seen: unknown[] = []
    const { client } = await boltOf(slack, (app) => {
      app.action('task.done', async ({ ack, action, body, respond }) => {
        await ack()
        seen.push([body.user.id, 'value' in action && action.value, 'block_id' in action && action.block_id])
        await respond({ replace_original: true, text: 'All done', blocks: [section('All done')] })
      })
    })
    const blocks = [section('First task'), actions(1), section('Second task'), actions(2)]
    await webClient(slack).chat.postMessage({ channel: 'C0GROWTH', text: 'Tasks', blocks })
    const [card] = await slack.messages('C0GROWTH')
    if (!card) throw new Error('no card')
    await expect(client.clickButton('U0RAJ', card, 'Done')).rejects.toThrow('There are 2 of button "Done"')
    await expect(client.clickButton('U0RAJ', card, 'Do')).rejects.toThrow('there are: Done, Done')
    const clicked = await client.clickButton('U0RAJ', card, 'Done', 'Second')
    expect((await clicked.answer()).text).toBe('All done')
    expect(seen).toEqual([['U0RAJ', '2', card.blocks[3]?.block_id]])
    expect(await slack.messages('C0GROWTH')).toMatchObject([{ text: 'All done', edited: {} }])
  })

  it('fill in a modal by its labels, step by step', async () => {
    const slack = await slackOf()
    const option = (text: string) => ({
      text: { type: 'plain_text' as const, text },
      value: text.toLowerCase(),
    })
    const label = (text: string) => ({ type: 'plain_text' as const, text })
    const form = (callback_id: string) => ({
      type: 'modal' as const,
      callback_id,
      title: label('New'),
      submit: label('Next'),
      private_metadata: 'kept U0ANA',
      blocks: [
        {
          type: 'input' as const,
          block_id: 'name',
          label: label('Name'),
          element: { type: 'plain_text_input' as const, action_id: 'v', max_length: 20 },
        },
        {
          type: 'input' as const,
          block_id: 'kind',
          label: label('Kind'),
          element: {
            type: 'static_select' as const,
            action_id: 'v',
            options: [option('Campaign'), option('Experiment')],
            initial_option: option('Campaign'),
          },
        },
        {
          type: 'input' as const,
          block_id: 'owner',
          optional: true,
          label: label('Owner'),
          element: { type: 'users_select' as const, action_id: 'v' },
        },
      ],
    })
    const submitted: unknown[] = []
    const { client } = await boltOf(slack, (app) => {
      app.shortcut('new', async ({ ack, shortcut, client: web }) => {
        await ack()
        const { trigger_id } = shortcut
        await web.views.open({ trigger_id, view: form('one') })
        await expect(web.views.open({ trigger_id, view: form('one') })).rejects.toThrow(
          'exchanged_trigger_id',
        )
      })
      app.view('one', async ({ ack, view }) => {
        submitted.push(view.state.values, view.private_metadata)
        const name = view.state.values.name?.v?.value
        if (name === 'taken') await ack({ response_action: 'errors', errors: { name: 'Taken' } })
        else await ack({ response_action: 'push', view: form('two') })
      })
      app.view('two', async ({ ack }) => ack({ response_action: 'clear' }))
    })
    await client.shortcut('U0ANA', 'new')
    await slack.until('views.open', ({ answer }) => answer.error === 'exchanged_trigger_id')
    const [modal] = slack.views
    if (!modal) throw new Error('no modal')
    expect(modal).toMatchObject({ user: 'U0ANA', callback_id: 'one', private_metadata: 'kept U0ANA' })
    await expect(client.fillAndSubmit('U0ANA', modal, {})).rejects.toThrow('Slack asks to complete "Name"')
    await expect(client.fillAndSubmit('U0ANA', modal, { Nom: 'x' })).rejects.toThrow('Name, Kind, Owner')
    await expect(client.fillAndSubmit('U0ANA', modal, { Name: 'x'.repeat(21) })).rejects.toThrow('not 21')

    const refused = await client.fillAndSubmit('U0ANA', modal, { Name: 'taken', Kind: 'Experiment' })
    expect(refused.ack).toMatchObject({ response_action: 'errors' })
    expect(slack.views).toHaveLength(1)
    expect(submitted[0]).toEqual({
      name: { v: { type: 'plain_text_input', value: 'taken' } },
      kind: { v: { type: 'static_select', selected_option: option('Experiment') } },
      owner: { v: { type: 'users_select', selected_user: null } },
    })
    expect(submitted[1]).toBe('kept U0ANA')

    await client.fillAndSubmit('U0ANA', modal, { Name: 'Win-back', Owner: 'U0RAJ' })
    expect(slack.views.map(({ callback_id }) => callback_id)).toEqual(['one', 'two'])
    const second = slack.views[1]
    if (second) await client.fillAndSubmit('U0ANA', second, { Name: 'Win-back' })
    expect(slack.views).toEqual([])
  })

  it('pick from a menu, and answer a private line in its place', async () => {
    const slack = await slackOf()
    const option = (text: string) => ({
      text: { type: 'plain_text' as const, text },
      value: text.toLowerCase(),
    })
    const { client } = await boltOf(slack, (app) => {
      app.command('/campaign', async ({ ack }) => {
        const options = [option('Rehearse'), option('Cancel')]
        const accessory = { type: 'overflow' as const, action_id: 'more', options }
        const text = { type: 'mrkdwn' as const, text: 'Launch' }
        await ack({ text: 'Launch', blocks: [{ type: 'section', text, accessory }] })
      })
      app.action('more', async ({ ack, action, respond, body }) => {
        await ack()
        const chosen = 'selected_option' in action ? action.selected_option?.value : undefined
        const hidden = !('message' in body)
        await respond({ replace_original: true, text: `${chosen} ${hidden}` })
      })
    })
    await client.command('U0ANA', '/campaign', 'launch')
    const [line] = slack.ephemerals('U0ANA')
    if (!line) throw new Error('no line')
    await expect(client.choose('U0ANA', line, 'Stop')).rejects.toThrow('there are: Rehearse, Cancel')
    await (await client.choose('U0ANA', line, 'Cancel')).answer()
    expect(slack.ephemerals('U0ANA')).toMatchObject([{ text: 'cancel true', blocks: [] }])
  })

  it('are not shown a view beyond the limits', async () => {
    const slack = await slackOf()
    const title = { type: 'plain_text' as const, text: 'A title of more than twenty-four characters' }
    const view = { type: 'modal' as const, title, blocks: [] }
    const opening = webClient(slack).views.open({ trigger_id: await slack.platform.trigger('U0ANA'), view })
    await expect(opening).rejects.toMatchObject({ data: { error: 'invalid_arguments' } })
    expect(slack.violations).toMatchObject([{ where: 'views.open' }])
    expect(slack.views).toEqual([])
  })

  it('open the Home tab, and the same event comes again', async () => {
    const slack = await slackOf()
    const events: string[] = []
    const { client } = await boltOf(slack, (app) => {
      app.event('app_home_opened', async ({ event, body, client: web }) => {
        events.push(body.event_id)
        await web.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('Hi')] } })
      })
    })
    const home = { user: 'U0MEI', tab: 'home', channel: 'D0MEI' }
    const first = await client.event('app_home_opened', home, { eventId: 'Ev1' })
    expect(first.status).toBe(200)
    await client.event('app_home_opened', home, { eventId: 'Ev1', retry: { num: 1, reason: 'http_timeout' } })
    await slack.until('views.publish', () => slack.homes('U0MEI').length === 2)
    expect(events).toEqual(['Ev1', 'Ev1'])
    const [stale] = slack.homes('U0MEI')
    const publish = (hash: string) =>
      webClient(slack).views.publish({
        user_id: 'U0MEI',
        hash,
        view: { type: 'home', blocks: [section('x')] },
      })
    await expect(publish(stale?.hash ?? '')).rejects.toThrow('hash_conflict')
    await publish(slack.homes('U0MEI')[1]?.hash ?? '')
  })

  it('are refused with a wrong or an old signature', async () => {
    const { url } = await boltOf(await slackOf(), () => {})
    const [type, body] = encode('slash_commands', { command: '/campaign', text: '' })
    const send = async (headers: Record<string, string>) =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': type, ...headers }, body })).status
    expect(await send(signature(body, 'other'))).toBe(401)
    expect(await send(signature(body, signingSecret, Math.floor(Date.now() / 1000) - 600))).toBe(401)
  })
})
