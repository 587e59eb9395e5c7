import { afterEach, beforeEach, expect, it } from 'vitest'
import { NOTHING_TO_READ } from '../../commands/yaml.ts'
import { readAloud, type Stand, standUp } from '../../conversations/stand.ts'
import { errorsOf, shown } from './answers.ts'

let stand: Stand

beforeEach(async () => {
  stand = await standUp(NOTHING_TO_READ)
  await stand.say('U0ANA', 'new Spring win-back key:winback')
})
afterEach(() => stand.close())

/** Without the way there, which other tests walk: what is tried here begins after it. */
async function stopped(): Promise<void> {
  const { db } = stand.stairway
  await db('campaigns').update({ stage: 'stopped' })
  const { team_id, campaign_id, at, actor, surface } = await db('events').first()
  const data = JSON.stringify({ kind: 'stopped', words: 'Enough was seen' })
  await db('events').insert({ team_id, campaign_id, at, actor, surface, kind: 'stopped', data })
}

const ANSWERS = {
  'Was the desired outcome reached?': 'No',
  'Which insights and ideas came of it?': 'Mail is not it. Next: text messages with <@U0RAJ>',
  'Was there measurable growth?': 'Neutral: neither',
}

it('asks the three questions and keeps the answers', async () => {
  await stopped()
  await stand.type('U0ANA', 'conclude winback')
  await stand.client.fillAndSubmit('U0ANA', shown(stand), ANSWERS)
  const seen = readAloud({ text: '', blocks: shown(stand).blocks })
  expect(seen).toContain('*Spring win-back* is concluded')
  const row: { stage: string; conclusion: string } = await stand.stairway
    .db('campaigns')
    .first('stage', 'conclusion')
  expect(row.stage).toBe('concluded')
  expect(JSON.parse(row.conclusion)).toEqual({
    reached: 'no',
    growth: 'neutral',
    measured: { found: false, reason: 'the brief names no outcome' },
    learned: 'Mail is not it. Next: text messages with <@U0RAJ>',
  })
})

it('keeps what was typed where the answer is blank', async () => {
  await stopped()
  await stand.type('U0ANA', 'conclude winback')
  const blank = { ...ANSWERS, 'Which insights and ideas came of it?': '  ' }
  const delivery = await stand.client.fillAndSubmit('U0ANA', shown(stand), blank)
  expect(errorsOf(delivery)).toEqual({ learned: 'Say what was learned, for those who come after.' })
})

it('takes the answers once', async () => {
  await stopped()
  await stand.type('U0ANA', 'conclude winback')
  const form = shown(stand)
  await stand.say('U0RAJ', 'conclude winback yes good It works')
  await stand.say('U0TOM', 'conclude winback yes good It works')
  const delivery = await stand.client.fillAndSubmit('U0ANA', form, ANSWERS)
  expect(errorsOf(delivery).learned).toContain('It has ended')
})

it('is not opened where nothing can be concluded, or for a stranger', async () => {
  expect((await stand.say('U0ANA', 'conclude winback')).text).toContain('conclude is not possible now')
  await stopped()
  expect((await stand.say('U0ZOE', 'conclude winback')).text).toContain('can change winback')
  expect(stand.slack.views).toEqual([])
})
