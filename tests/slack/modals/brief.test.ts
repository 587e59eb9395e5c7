import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fill } from '../../../sandbox/workspace/forms.ts'
import { NOTHING_TO_READ } from '../../commands/yaml.ts'
import { line } from '../../conversations/seen.ts'
import { readAloud, type Stand, standUp } from '../../conversations/stand.ts'
import { beginnings, errorsOf, shown } from './answers.ts'

let stand: Stand

beforeEach(async () => {
  stand = await standUp(NOTHING_TO_READ)
  for (const line of [
    'new Spring win-back key:winback',
    'brief winback hypothesis <@U0TOM|tom> says that a mail helps',
    'brief winback outcome purchase up 7% also spend',
    'brief winback guardrails unsubscribe 0.2 points, spend 0.5 USD',
    'brief winback audience Lapsed 90 days, EU size:42 610',
    'brief winback arms No E-Mail 1/3, Mens 1/3, Womens 1/3',
    'brief winback horizon 2 weeks',
    'brief winback partner <@U0RAJ|raj>',
    'brief winback exposures mailed',
    'brief winback plan webhook sender Start it; manual <@U0MEI|mei> Press send',
  ])
    await stand.say('U0ANA', line)
})
afterEach(() => stand.close())

async function opened(user = 'U0ANA') {
  await stand.type(user, 'brief winback')
  return shown(stand)
}

async function eventsSince(count: number): Promise<unknown[]> {
  const rows: { data: string }[] = await stand.stairway
    .db('events')
    .orderBy('id')
    .offset(count)
    .select('data')
  return rows.map((row) => JSON.parse(row.data))
}

async function countEvents(): Promise<number> {
  return (await stand.stairway.db('events').select('id')).length
}

describe('the form of a brief', () => {
  it('begins with what is set, people by their names', async () => {
    expect(beginnings(await opened())).toEqual({
      Name: 'Spring win-back',
      Hypothesis: '@Tom says that a mail helps',
      'Desired outcome': 'purchase up 7% also spend',
      Guardrails: 'unsubscribe 0.2 points, spend 0.5 USD',
      Audience: 'Lapsed 90 days, EU size:42610',
      Arms: 'No E-Mail, Mens, Womens',
      Horizon: '14',
      'Exposure query': expect.objectContaining({ value: 'mailed' }),
      'Launch plan': 'webhook sender Start it\nmanual @Mei Press send',
      'Data partner': 'U0RAJ',
      Channel: 'C0GROWTH',
    })
  })

  it('changes nothing where nothing was edited', async () => {
    const before = await countEvents()
    await stand.client.fillAndSubmit('U0ANA', await opened(), {})
    expect(readAloud({ text: '', blocks: shown(stand).blocks })).toContain('Nothing changed')
    expect(await countEvents()).toBe(before)
  })

  it('changes what was edited, with the parsers of the command', async () => {
    const before = await countEvents()
    await stand.client.fillAndSubmit('U0ANA', await opened(), {
      Hypothesis: '@mei and ana@raj.example: more mail helps',
      Arms: 'control 10%, mail 90%',
      Guardrails: '',
      'Launch plan': '1. manual @Raj Check\n2. webhook sender',
      'Data partner': 'U0MEI',
      'Exposure query': 'None',
    })
    expect(readAloud({ text: '', blocks: shown(stand).blocks })).toContain(
      'Changed in the brief of *Spring win-back*: hypothesis; guardrails: none; arms: control 10 %, mail 90 %; exposures; launch plan; data partner.',
    )
    expect(await eventsSince(before)).toMatchObject([
      { field: 'hypothesis', to: '{@U0MEI} and ana@raj.example: more mail helps' },
      { field: 'guardrails', to: [] },
      {
        field: 'arms',
        to: [
          { name: 'control', weight: 1 },
          { name: 'mail', weight: 9 },
        ],
      },
      { field: 'exposures', to: null },
      {
        field: 'plan',
        to: [
          { kind: 'human', person: 'U0RAJ', words: 'Check' },
          { kind: 'sent', target: 'sender', words: '' },
        ],
      },
      { field: 'partner', to: 'U0MEI' },
    ])
  })

  it('leaves alone what somebody else changed while it was open', async () => {
    const form = await opened()
    await stand.say('U0RAJ', 'brief winback horizon 30')
    const before = await countEvents()
    await stand.client.fillAndSubmit('U0ANA', form, { Name: 'Autumn win-back' })
    expect(await eventsSince(before)).toMatchObject([{ field: 'name', to: 'Autumn win-back' }])
  })

  it.each([
    ['Name', '  ', 'name', 'has a name'],
    ['Desired outcome', 'purchase lots', 'outcome', 'I can\'t read "purchase lots" as an outcome'],
    ['Desired outcome', 'clicks up 8%', 'outcome', 'There is no metric "clicks"'],
    ['Guardrails', 'unsubscribe 2 USD', 'guardrails', 'in % or points'],
    ['Audience', 'size:4', 'audience', 'Who are they?'],
    ['Arms', 'only one', 'arms', 'two or more'],
    ['Horizon', 'soon', 'horizon', '"soon" as a horizon'],
    ['Launch plan', 'webhook mailer', 'plan', 'There is no target "mailer"'],
    ['Launch plan', 'manual @nobody Press send', 'plan', 'People here: @Ana, @Raj, @Mei'],
  ])('%s "%s" is refused under its input, and nothing is saved', async (label, typed, block, why) => {
    const before = await countEvents()
    const entries = { Hypothesis: 'Something else', [label]: typed }
    const delivery = await stand.client.fillAndSubmit('U0ANA', await opened(), entries)
    expect(Object.keys(errorsOf(delivery))).toEqual([block])
    expect(errorsOf(delivery)[block]).toContain(why)
    expect(errorsOf(delivery)[block]).not.toMatch(/[`{]/)
    expect(await countEvents()).toBe(before)
  })

  it('refuses a submission without a channel under its input, and nothing is saved', async () => {
    const [form, before] = [await opened(), await countEvents()]
    const state = fill(form.blocks, { Hypothesis: 'Something else' })
    // Slack's own form would not send it.
    const emptied = {
      ...state,
      channel: { v: { type: 'conversations_select', selected_conversation: null } },
    }
    const delivery = await stand.client.submitView('U0ANA', form, emptied)
    expect(errorsOf(delivery)).toEqual({
      channel: 'A campaign has a channel: choose the one that its card is posted in.',
    })
    expect(await countEvents()).toBe(before)
  })

  it('takes 3,000 characters, emoji and right-to-left text, or says what does not fit', async () => {
    const long = '👋 שלום '.repeat(200)
    await stand.client.fillAndSubmit('U0ANA', await opened(), {
      Hypothesis: long,
      Audience: 'שלום 👨‍👩‍👧 size:7',
    })
    expect(beginnings(await opened())).toMatchObject({
      Hypothesis: long.trim(),
      Audience: 'שלום 👨‍👩‍👧 size:7',
    })
    const delivery = await stand.client.fillAndSubmit('U0ANA', await opened(), {
      Hypothesis: 'x'.repeat(3_000),
    })
    expect(errorsOf(delivery).hypothesis).toContain('3000 characters; 2000 fit')
  })

  it('is to be read by those who do not run the campaign', async () => {
    const form = await opened('U0ZOE')
    expect(form.blocks.filter(({ type }) => type === 'input')).toEqual([])
    expect(form.submit ?? null).toBeNull()
    const seen = readAloud({ text: '', blocks: form.blocks })
    for (const part of ['you can read it', 'Tom says that a mail helps', 'Mei: Press send', 'No E-Mail 33 %'])
      expect(seen).toContain(part)
  })

  it('shows as text what a launch has fixed', async () => {
    const tasks: { n: number }[] = await stand.stairway.db('tasks').where({ required: true }).select('n')
    for (const { n } of tasks) await stand.say('U0ANA', `task winback ${n} waive covered by a test`)
    await stand.say('U0ANA', 'brief winback plan manual <@U0MEI|mei> Press send')
    await stand.say('U0ANA', 'submit winback')
    const review = readAloud({ text: '', blocks: (await opened()).blocks })
    expect(review).toContain('Changing what was submitted needs a new approval.')
    await stand.say('U0TOM', 'approve winback')
    await stand.say('U0RAJ', 'approve winback')
    const form = await opened()
    await stand.say('U0ANA', 'launch winback')
    await stand.client.clickButton('U0ANA', line(stand, 'U0ANA'), 'Launch')
    const late = await stand.client.fillAndSubmit('U0ANA', form, { Horizon: '7' })
    expect(errorsOf(late).horizon).toContain('winback was launched: its horizon stays what was approved')
    const after = await opened()
    expect(Object.keys(beginnings(after))).toEqual(['Exposure query', 'Data partner', 'Channel'])
    await stand.client.fillAndSubmit('U0ANA', after, { 'Data partner': 'U0MEI' })
    expect(await stand.stairway.db('campaigns').first('partner')).toEqual({ partner: 'U0MEI' })
  })
})
