import { expect, test } from 'vitest'
import { type GeneratedArm, generated } from './generated.ts'
import { ANA, DAY, HOUR, readAloud, type Story, TOM, tell, typed } from './story.ts'

/** One campaign for each rule of the table, judged by a digest on one of its days. */
interface Judged {
  readonly key: string
  readonly rule: number
  readonly day: number
  readonly outcome?: string
  readonly guardrails?: string
  readonly arms: readonly GeneratedArm[]
  /** What the digest opens with, and what all its figures say. */
  readonly says: RegExp
  readonly also?: RegExp
}

const PEOPLE_A_DAY = 400
const HORIZON = 14
const control = { name: 'control', purchase: 0.1, unsubscribe: 0.01 }
const mail = (changes: Partial<GeneratedArm> = {}) => ({ ...control, name: 'mail', ...changes })
const push = (changes: Partial<GeneratedArm> = {}) => ({ ...control, name: 'push', ...changes })

const CAMPAIGNS: readonly Judged[] = [
  {
    key: 'harmful',
    rule: 3,
    day: 3,
    guardrails: 'unsubscribe 0.5 points',
    arms: [control, mail({ purchase: 0.14, unsubscribe: 0.08 })],
    says: /^\*Stop mail\.\* Unsubscribe is 5 points higher in mail; 0\.5 was allowed\.$/,
    also: /guard beyond margin/,
  },
  {
    key: 'early',
    rule: 4,
    day: 3,
    arms: [control, mail({ purchase: 0.16 })],
    says: /^\*Keep running\.\* Too early: nothing is decided before day 7, unless it does harm\.$/,
  },
  {
    key: 'empty',
    rule: 1,
    day: 8,
    outcome: 'refund down 8%',
    arms: [control, mail()],
    says: /^\*Don't judge it yet\.\* Refund is not computable: .*no such table: refunds\.$/,
  },
  {
    key: 'lopsided',
    rule: 2,
    day: 8,
    guardrails: 'unsubscribe 0.5 points',
    arms: [control, mail({ unsubscribe: 0.08, lost: { Rural: 0.4 } })],
    says: /^\*Fix the data first\.\* The split is off \(p = .*\), most of all where place is Rural: control \d+, mail \d+; without them it is as planned \(p = .*\)\. Unsubscribe is worse in mail than its margin allows\.$/,
    also: /Worth asking\* {2}The split is off.* Most of it is where place is Rural\.[\s\S]*Unsubscribe is beyond its margin in mail\./,
  },
  {
    key: 'winning',
    rule: 5,
    day: 8,
    guardrails: 'unsubscribe 2 points',
    arms: [control, mail({ purchase: 0.14 })],
    says: /^\*Ship mail\.\* Purchase \+\d+ % \(\+\d+ … \+\d+ %\), nothing is worse\. Found early, so it is probably smaller\.$/,
    also: /guard within margin/,
  },
  {
    key: 'unproven',
    rule: 6,
    day: 8,
    guardrails: 'unsubscribe 0.1 points',
    arms: [control, mail({ purchase: 0.14 })],
    says: /^\*Keep running\.\* Purchase is better in mail, but Unsubscribe is not proven to be within the margin yet\.$/,
  },
  {
    key: 'unmeasured',
    rule: 6,
    day: 14,
    guardrails: 'refund 2%',
    arms: [control, mail({ purchase: 0.14 })],
    says: /^\*Iterate on mail\.\* Purchase is better in mail, but Refund could not be measured\.$/,
  },
  {
    key: 'torn',
    rule: 7,
    day: 8,
    guardrails: 'unsubscribe 6 points',
    arms: [control, mail({ unsubscribe: 0.045 })],
    says: /^\*Iterate on mail\.\* Unsubscribe is worse in mail, though within the margin\.$/,
  },
  {
    key: 'futile',
    rule: 8,
    day: 14,
    outcome: 'purchase up 25%',
    arms: [control, mail()],
    says: /^\*Stop mail\.\* \+25 % on Purchase is ruled out in mail at the horizon\.$/,
  },
  {
    key: 'open',
    rule: 9,
    day: 14,
    outcome: 'purchase up 8%',
    arms: [control, mail({ purchase: 0.103 })],
    says: /^\*Iterate on mail\.\* \+8 % on Purchase is still possible in mail at the horizon; nothing is found\.$/,
  },
  {
    key: 'endless',
    rule: 10,
    day: 8,
    outcome: 'purchase up 1%',
    arms: [control, mail()],
    says: /^\*Stop or redesign mail\.\* Too few people to see \+1 % on Purchase: about [\d\u202f]+ more days needed, 14 planned\.$/,
  },
  {
    key: 'going',
    rule: 11,
    day: 8,
    outcome: 'purchase up 18%',
    arms: [control, mail({ purchase: 0.105 })],
    says: /^\*Keep running\.\* About \d of \d+ days left to see \+18 % on Purchase; nothing is worse\.$/,
  },
  {
    key: 'tied',
    rule: 5,
    day: 8,
    arms: [control, mail({ purchase: 0.14 }), push({ purchase: 0.14 })],
    says: /^\*Compare mail and push head to head\.\* mail: Purchase \+\d+ % \(\+\d+ … \+\d+ %\), nothing is worse\. Found early, so it is probably smaller\. So it is in push: compare them head to head\. push: Purchase \+\d+ % \(\+\d+ … \+\d+ %\), nothing is worse\./,
  },
  {
    key: 'outdone',
    rule: 5,
    day: 8,
    arms: [control, mail({ purchase: 0.2 }), push({ purchase: 0.14 })],
    says: /^\*Ship mail and leave out push\.\* mail: Purchase \+\d+ % \(\+\d+ … \+\d+ %\), nothing is worse\. Found early, so it is probably smaller\. push: Purchase \+\d+ % \(\+\d+ … \+\d+ %\), nothing is worse\. Found early, so it is probably smaller\. mail is better still\.$/,
  },
  {
    key: 'nobody',
    rule: 5,
    day: 8,
    arms: [{ ...control, purchase: 0 }, mail({ purchase: 0.14 })],
    says: /^\*Ship mail\.\* Purchase is better in mail, nothing is worse\./,
    also: /\+14\.\d+ points/,
  },
]

const POLICY = `
policies:
  default: { requires: { growth: 1 }, expires: 72h }
`

const TEMPLATE = `
  judged:
    tasks:
      - { title: Proof reads well on mobile, step: collect, team: growth, optional: true }
    brief:
      hypothesis: A reminder brings lapsed customers back
      outcome: purchase up 10%
      audience: Lapsed 90 days, EU size:${2 * HORIZON * PEOPLE_A_DAY}
      arms: control, mail
      horizon: ${HORIZON} days
      exposures: own
      plan: webhook sender Start the send
`

async function launched(story: Story, { key, day, outcome, guardrails, arms }: Judged, seed: number) {
  const three = arms.length > 2
  await typed(story, ANA, [
    `new Campaign ${key} key:${key} template:judged`,
    ...(three ? [`brief ${key} arms ${arms.map(({ name }) => name).join(', ')}`] : []),
    ...(three ? [`brief ${key} audience Lapsed customers size:${arms.length * HORIZON * PEOPLE_A_DAY}`] : []),
    ...(outcome ? [`brief ${key} outcome ${outcome}`] : []),
    ...(guardrails ? [`brief ${key} guardrails ${guardrails}`] : []),
    `submit ${key}`,
  ])
  await typed(story, TOM, [`approve ${key}`])
  await typed(story, ANA, [`launch ${key}`])
  await story.settle()
  const plan = { arms, peopleADay: PEOPLE_A_DAY, days: day, seed }
  await story.shop.fill(key, generated(key, story.now(), plan))
}

/** The digest in its channel, and all figures in its thread. */
async function digestOf(story: Story, key: string): Promise<string[]> {
  await typed(story, ANA, [`digest ${key} now`])
  await story.settle()
  const all = await story.slack.messages('C0GROWTH')
  const own = all.filter(({ text }) => text.includes(`*Campaign ${key}*, day `)).at(-1)
  return own ? [own, ...own.replies].map(readAloud) : [`There is no digest of ${key}`]
}

test('each rule of the table comes out in a digest, with its reason', async () => {
  const story = await tell({ templates: TEMPLATE, policies: POLICY })
  for (const [i, campaign] of CAMPAIGNS.entries()) await launched(story, campaign, 1_000 + i)
  const begun = story.now().getTime()
  for (const campaign of [...CAMPAIGNS].sort((a, b) => a.day - b.day)) {
    const left = begun + (campaign.day - 1) * DAY + HOUR - story.now().getTime()
    if (left > HOUR) await story.pass(left)
    const [said = '', figures = '', ...more] = await digestOf(story, campaign.key)
    const [line = ''] = said.split('\n')
    expect(said, campaign.key).toContain(`, day ${campaign.day} of ${HORIZON}`)
    expect(line, campaign.key).toMatch(campaign.says)
    expect(figures, campaign.key).toContain(` Verdict by rule ${campaign.rule}.`)
    if (campaign.also) expect(figures, campaign.key).toMatch(campaign.also)
    expect(more, campaign.key).toEqual([])
  }
  expect([...new Set(CAMPAIGNS.map(({ rule }) => rule))].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 11 }, (_, i) => i + 1),
  )
})
