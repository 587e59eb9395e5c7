import { COMMANDS } from '../../commands/index.ts'
import type { Delivery, Payload, SlackClient } from '../../sandbox/workspace/client.ts'
import { frameOf } from '../../sandbox/workspace/envelopes.ts'
import { encode, signature } from '../../sandbox/workspace/http.ts'
import { team } from '../../sandbox/workspace/workspace.ts'
import { ALL_BUTTONS } from '../../src/slack/clicks/index.ts'
import { ALL_MODALS } from '../../src/slack/modals/index.ts'
import { ANA, live, RAJ, SIGNING_SECRET, type Story, TOM, typed } from './story.ts'

/** The word that stands in everything that somebody wrote of the campaign: whoever sees it has seen something. */
export const WORD = /zebra/i

/** A live campaign whose every word is a zebra: with tasks, a request, steps, questions, digests and what was learned. */
export async function zebras(story: Story): Promise<void> {
  await live(story, {
    brief: ['name Zebra season', 'hypothesis Zebras come back', 'audience Zebra owners, EU size:42610'],
  })
  await typed(story, ANA, [
    'task winback add Count the zebras <@U0MEI|mei>',
    'ask winback Which zebras buy less?',
    'ask winback Do zebras read?',
  ])
  await typed(story, RAJ, ['answer winback-2 Zebras read at night idea:Write to zebras at night'])
  await typed(story, TOM, ['digest all weekly mon 09:00 <#C0GROWTH|growth>', 'digest all now'])
  await typed(story, ANA, ['digest winback now'])
  await story.settle()
}

/** What a button may hold: every id there is, and every place that it may have stood on. */
const VALUES = [
  {},
  { at: 'card' },
  { at: 1 },
  { at: 'campaign' },
  { at: 'all' },
  { at: 'waiting' },
  { n: 2 },
  { n: 2, i: 1 },
].map((more) => ({
  ...{
    c: 1,
    n: 1,
    d: 1,
    i: 0,
    page: 1,
    which: 'all',
    of: 'campaign',
    key: 'winback',
    q: '',
    year: 2026,
    do: 'done',
    kind: 'arm',
  },
  ...more,
}))

/** A view's metadata, whatever form it is of. */
const METADATA = {
  c: 1,
  n: 1,
  home: false,
  id: 1,
  was: { channel: '-' },
  rows: { guardrails: [], arms: [], plan: [] },
  campaignId: 1,
  idea: null,
}

const BLOCKS = {
  ...{ words: 'x', name: 'Own', lift: '+8%', range: '', learned: 'x', reached: 'yes', growth: 'good' },
  ...{ step: 'analyze', finding: 'x', ideas: '', template: 'short', key: '' },
}

/** Says of each thing that `user` can press what it was answered with. Everything that is pressed must say something. */
export async function everyButton(story: Story, client: SlackClient, user: string) {
  const on = await story.card('winback')
  const said: [what: string, answer: string][] = []
  for (const { actionId } of ALL_BUTTONS) {
    for (const value of VALUES) {
      const clicked = await client.click(user, { on, actionId, value: JSON.stringify(value) })
      said.push([`${actionId} ${JSON.stringify(value)}`, await wordsOf(clicked)])
    }
  }
  return said
}

/** The same of each form, submitted with the ids of the campaign. */
export async function everyForm(story: Story, user: string, from: Payload) {
  const values = Object.entries(BLOCKS).map(([block, value]) => [
    block,
    { it: { type: 'plain_text_input', value, selected_option: { value } } },
  ])
  const state = Object.fromEntries([
    ...values,
    ['person', { it: { type: 'users_select', selected_user: ANA } }],
    ['channel', { it: { type: 'channels_select', selected_channel: 'C0GROWTH' } }],
  ])
  const said: [what: string, answer: string][] = []
  for (const { callbackId } of ALL_MODALS) {
    const view = {
      ...{ id: 'V0', type: 'modal', callback_id: callbackId, private_metadata: JSON.stringify(METADATA) },
      state: { values: state },
    }
    const frame = { ...frameOf(team.id, user), ...from }
    said.push([
      callbackId,
      await submitted(story, { ...frame, type: 'view_submission', trigger_id: '', view }),
    ])
  }
  return said
}

async function submitted({ url }: Story, payload: Payload): Promise<string> {
  const [type, body] = encode('interactive', payload)
  const headers = { 'content-type': type, ...signature(body, SIGNING_SECRET) }
  return (await fetch(`${url}/slack/events`, { method: 'POST', headers, body })).text()
}

/** The same of each command, as its help has it. */
export async function everyCommand(client: SlackClient, user: string) {
  const said: [what: string, answer: string][] = []
  for (const { example } of COMMANDS) {
    said.push([example, await wordsOf(await client.command(user, '/campaign', example))])
  }
  return said
}

async function wordsOf(done: Delivery): Promise<string> {
  return JSON.stringify((await done.answer()).body)
}
