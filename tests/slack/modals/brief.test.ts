import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findButton, findOption } from '../../../sandbox/workspace/controls.ts'
import { idsOf } from '../../../sandbox/workspace/envelopes.ts'
import { fill, type State } from '../../../sandbox/workspace/forms.ts'
import type { View } from '../../../sandbox/workspace/types.ts'
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

const choice = (text: string, value = text) => ({ text: { type: 'plain_text', text }, value })

/** Presses a button of the form, with what is filled in meanwhile. */
async function press(form: View, label: string, state: State) {
  const { block, element } = findButton(form.blocks, label)
  await stand.client.click('U0ANA', {
    on: form,
    ...idsOf(block, element),
    value: String(element.value),
    state,
  })
}

/** Chooses from the menu of a row. */
async function choose(form: View, row: string, name: string) {
  const at = form.blocks.findIndex((block) => JSON.stringify(block.text ?? '').includes(row))
  const block = form.blocks[at]
  const menu = { ...form, blocks: block ? [block] : [] }
  const [{ block: found, element }, option] = findOption(menu.blocks, name)
  await stand.client.click('U0ANA', {
    on: form,
    ...idsOf(found, element),
    type: 'overflow',
    fields: { selected_option: option },
    state: fill(form.blocks, {}),
  })
}

async function lastOr(open: () => Promise<View>): Promise<View> {
  return stand.slack.views.at(-1) ?? open()
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
  it('begins with what is set, in fields', async () => {
    expect(beginnings(await opened())).toEqual({
      Name: 'Spring win-back',
      Hypothesis: '@Tom says that a mail helps',
      'Desired outcome': choice('Purchase', 'purchase'),
      'Which way': choice('up'),
      'By at least': '7',
      'Change counted in': choice('% of what it is now', '%'),
      'Share of people who do so anyway, in %': null,
      'Watched beside it': [choice('Spend', 'spend')],
      Figures: null,
      'What guardrail 1 watches': choice('Unsubscribe, in points', 'unsubscribe own'),
      'Guardrail 1 may get worse by at most': '0.2',
      'Beyond guardrail 1': null,
      'What guardrail 2 watches': choice('Spend, in USD', 'spend own'),
      'Guardrail 2 may get worse by at most': '0.5',
      'Beyond guardrail 2': null,
      Audience: 'Lapsed 90 days, EU',
      People: '42610',
      'Name of arm 1': 'No E-Mail',
      'Share of arm 1': null,
      'Name of arm 2': 'Mens',
      'Share of arm 2': null,
      'Name of arm 3': 'Womens',
      'Share of arm 3': null,
      Horizon: '14',
      'Horizon counted in': choice('days'),
      'Exposure query': choice('mailed'),
      'Where step 1 is sent': choice('Start the send', 'sender'),
      'What step 1 says': 'Start it',
      'Who does step 2': 'U0MEI',
      'What is done in step 2': 'Press send',
      'Data partner': 'U0RAJ',
      Channel: 'C0GROWTH',
      'Go-live': null,
    })
  })

  it('changes nothing where nothing was edited', async () => {
    const before = await countEvents()
    await stand.client.fillAndSubmit('U0ANA', await opened(), {})
    expect(readAloud({ text: '', blocks: shown(stand).blocks })).toContain('Nothing changed')
    expect(await countEvents()).toBe(before)
  })

  it('changes what was edited', async () => {
    const before = await countEvents()
    await stand.client.fillAndSubmit('U0ANA', await opened(), {
      Hypothesis: '@mei and ana@raj.example: more mail helps',
      'By at least': '8,5',
      'Watched beside it': ['Unsubscribe'],
      Figures: ['Say each arm’s chance to win too (Bayesian)'],
      'What guardrail 1 watches': 'None',
      'Guardrail 1 may get worse by at most': '',
      'What guardrail 2 watches': 'Spend, in %',
      'Guardrail 2 may get worse by at most': '2',
      'Beyond guardrail 2': ['Stop the campaign by itself'],
      Audience: 'EU customers, 12.000 people',
      People: '',
      'Name of arm 1': 'control',
      'Share of arm 1': '10%',
      'Share of arm 2': '1/3',
      'Share of arm 3': '57',
      Horizon: '3',
      'Horizon counted in': 'weeks',
      'What step 1 says': '',
      'Who does step 2': 'U0RAJ',
      'What is done in step 2': 'Ask @Mei, then send',
      'Data partner': 'U0MEI',
      'Exposure query': 'None',
      'Go-live': '2026-03-09T09:00:00Z',
    })
    const answer = readAloud({ text: '', blocks: shown(stand).blocks })
    for (const part of [
      'purchase +8.5 % or more, with the chance to win',
      '21 days',
      'launches <!date^1773046800',
    ])
      expect(answer).toContain(part)
    expect(await eventsSince(before)).toMatchObject([
      { field: 'hypothesis', to: '{@U0MEI} and ana@raj.example: more mail helps' },
      { field: 'outcome', to: { minimumEffect: 0.085, secondary: ['unsubscribe'], bayesian: true } },
      {
        field: 'guardrails',
        to: [{ metric: 'spend', margin: { amount: 0.02, unit: 'relative' }, stopOnHarm: true }],
      },
      { field: 'audience', to: { words: 'EU customers', size: 12_000 } },
      { field: 'arms', to: [{ name: 'control' }, { name: 'Mens' }, { name: 'Womens' }] },
      { field: 'horizonDays', to: 21 },
      { field: 'exposures', to: null },
      {
        field: 'plan',
        to: [
          { kind: 'sent', target: 'sender', words: '' },
          { kind: 'human', person: 'U0RAJ', words: 'Ask {@U0MEI}, then send' },
        ],
      },
      { field: 'partner', to: 'U0MEI' },
      { kind: 'launch_scheduled' },
    ])
  })

  it('adds, moves and removes rows, and keeps what was typed meanwhile', async () => {
    const before = await countEvents()
    const form = await opened()
    const typed = fill(form.blocks, { Hypothesis: 'Half a thought', 'Name of arm 2': 'Men' })
    await press(form, 'Add an arm', typed)
    const longer = shown(stand)
    expect(beginnings(longer)).toMatchObject({
      Hypothesis: 'Half a thought',
      'Name of arm 2': 'Men',
      'Name of arm 4': null,
    })
    await choose(longer, 'Arm 3', 'Move up')
    await choose(shown(stand), 'Guardrail 1', 'Remove')
    await choose(shown(stand), 'Step 2, by a person', 'Move up')
    await stand.client.fillAndSubmit('U0ANA', shown(stand), { 'Name of arm 4': 'Both' })
    expect(await eventsSince(before)).toMatchObject([
      { field: 'hypothesis', to: 'Half a thought' },
      { field: 'guardrails', to: [{ metric: 'spend' }] },
      {
        field: 'arms',
        to: [{ name: 'No E-Mail' }, { name: 'Womens' }, { name: 'Men' }, { name: 'Both' }],
      },
      { field: 'plan', to: [{ kind: 'human' }, { kind: 'sent' }] },
    ])
  })

  it('says nothing where a form was closed while a row was added', async () => {
    const form = await opened()
    const pressed = press(form, 'Add an arm', fill(form.blocks, {}))
    await stand.client.closeView('U0ANA', form)
    await pressed
    await stand.settle()
    const asked = stand.slack.calls.map(({ method }) => method)
    const since = asked.slice(asked.lastIndexOf('views.open'))
    expect(since.filter((method) => method.startsWith('views.'))).toEqual(['views.open', 'views.update'])
  })

  it('holds as many rows as there is room for, else one text', async () => {
    for (let i = 0; i < 9; i++) await press(await lastOr(opened), 'Add an arm', {})
    const all = shown(stand)
    expect(beginnings(all)).toHaveProperty('Name of arm 12')
    expect(readAloud({ text: '', blocks: all.blocks })).toContain(
      'More don’t fit in this form: `/campaign brief',
    )
    const steps = Array.from({ length: 20 }, (_, i) => `manual <@U0MEI|mei> Do ${i}`).join('; ')
    await stand.say('U0ANA', `brief winback plan ${steps}`)
    await stand.say('U0ANA', 'brief winback arms a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3')
    const form = await opened()
    expect(form.blocks.length).toBeLessThanOrEqual(100)
    const { 'Launch plan': plan } = beginnings(form)
    expect(plan).toContain('manual @Mei Do 19')
    const delivery = await stand.client.fillAndSubmit('U0ANA', form, { 'Launch plan': 'webhok sender' })
    expect(errorsOf(delivery).plan).toContain('"webhok" is not understood. Did you mean webhook?')
    await stand.client.fillAndSubmit('U0ANA', form, { 'Launch plan': 'webhook sender; manual @raj Check' })
    expect(beginnings(await opened())).toMatchObject({ 'Who does step 2': 'U0RAJ' })
  })

  it('says all mistakes at once, each under its input', async () => {
    const before = await countEvents()
    const delivery = await stand.client.fillAndSubmit('U0ANA', await opened(), {
      Name: '  ',
      'Which way': 'down',
      'By at least': '-3',
      'Guardrail 1 may get worse by at most': '',
      'What guardrail 2 watches': 'None',
      People: '1.5',
      'Share of arm 1': '10%',
      Horizon: '0',
      'What is done in step 2': '',
      'Go-live': '2026-03-01T09:00:00Z',
    })
    expect(errorsOf(delivery)).toEqual({
      name: expect.stringContaining('has a name'),
      'outcome.direction': 'stairway.yaml says that purchase is better when it goes up: choose up.',
      'guardrail1.margin': 'How much worse may unsubscribe get? Write a number.',
      'guardrail2.metric': 'What may get worse by 0.5? Choose a metric.',
      'audience.size': expect.stringContaining('whole number of people'),
      'arm1.name': '"Mens" has no share: give each arm one, or none of them.',
      horizon: expect.stringContaining('"0 days" as a horizon'),
      'human2.words': 'What is to be done?',
      goLive: 'That is past already: choose a later time.',
    })
    expect(await countEvents()).toBe(before)
  })

  it('leaves alone what somebody else changed while it was open', async () => {
    const form = await opened()
    await stand.say('U0RAJ', 'brief winback horizon 30')
    const before = await countEvents()
    await stand.client.fillAndSubmit('U0ANA', form, { Name: 'Autumn win-back' })
    expect(await eventsSince(before)).toMatchObject([{ field: 'name', to: 'Autumn win-back' }])
  })

  it.each([
    [{ 'By at least': '2000' }, 'outcome.effect', 'above 0 and at most 1000 %'],
    [{ 'Change counted in': 'points' }, 'outcome.effect', 'needs the share of people who do so anyway'],
    [{ 'Share of people who do so anyway, in %': '100' }, 'outcome.baseline', 'above 0 and below 100 %'],
    [{ 'Guardrail 1 may get worse by at most': '200' }, 'guardrail1.margin', 'At most 100 fits'],
    [{ 'What guardrail 2 watches': 'Unsubscribe, in %' }, 'guardrail2.metric', 'stands there twice'],
    [{ Audience: '' }, 'audience', 'Who are they?'],
    [{ Audience: 'EU, 12.000 people' }, 'audience.size', 'The words say 12000 people, the number says 42610'],
    [{ 'Name of arm 2': 'no e-mail' }, 'arm1.name', 'Two arms are called "no e-mail"'],
    [{ 'Name of arm 2': '', 'Name of arm 3': '' }, 'arm1.name', 'two or more'],
    [{ 'Name of arm 2': 'a, b' }, 'arm2.name', 'no comma'],
  ])('%j is refused under its input, and nothing is saved', async (entries, block, why) => {
    const before = await countEvents()
    const delivery = await stand.client.fillAndSubmit('U0ANA', await opened(), {
      Hypothesis: 'Something else',
      ...entries,
    })
    expect(Object.keys(errorsOf(delivery))).toEqual([block])
    expect(errorsOf(delivery)[block]).toContain(why)
    expect(errorsOf(delivery)[block]).not.toMatch(/[`{]/)
    expect(await countEvents()).toBe(before)
  })

  it('takes points of a share that is known', async () => {
    await stand.client.fillAndSubmit('U0ANA', await opened(), {
      'By at least': '0,5',
      'Change counted in': 'points',
      'Share of people who do so anyway, in %': '5',
    })
    expect(beginnings(await opened())).toMatchObject({
      'By at least': '10',
      'Share of people who do so anyway, in %': '5',
    })
    expect(
      (await stand.say('U0ANA', 'brief winback outcome purchase up 0.5 points baseline 5% also spend')).text,
    ).toContain('says that already')
  })

  it('refuses a submission without a channel or a person under their inputs, and nothing is saved', async () => {
    const [form, before] = [await opened(), await countEvents()]
    const state = fill(form.blocks, { Hypothesis: 'Something else' })
    // Slack's own form would not send it.
    const emptied = {
      ...state,
      channel: { v: { type: 'conversations_select', selected_conversation: null } },
      'human2.person': { v: { type: 'users_select', selected_user: null } },
    }
    const delivery = await stand.client.submitView('U0ANA', form, emptied)
    expect(errorsOf(delivery)).toEqual({
      channel: 'A campaign has a channel: choose the one that its card is posted in.',
      'human2.person': 'Who does it? Choose them.',
    })
    expect(await countEvents()).toBe(before)
  })

  it('takes 3,000 characters, emoji and right-to-left text, or says what does not fit', async () => {
    const long = '👋 שלום '.repeat(200)
    await stand.client.fillAndSubmit('U0ANA', await opened(), {
      Hypothesis: long,
      Audience: 'שלום 👨‍👩‍👧',
      People: '7',
    })
    expect(beginnings(await opened())).toMatchObject({
      Hypothesis: long.trim(),
      Audience: 'שלום 👨‍👩‍👧',
      People: '7',
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
