import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage, checkView } from '../../../sandbox/workspace/block-limits.ts'
import type { MetricInput } from '../../../src/domain/readout/input.ts'
import { readout } from '../../../src/domain/readout/look.ts'
import type { Readout } from '../../../src/domain/readout/readout.ts'
import type { Brief } from '../../../src/domain/state/brief.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import type { FollowUp } from '../../../src/domain/state/follow-ups.ts'
import { askedFollowUp } from '../../../src/domain/state/follow-ups.ts'
import { type LaunchStep, waitingStep } from '../../../src/domain/state/steps.ts'
import type { Task } from '../../../src/domain/state/tasks.ts'
import { TASK_STATES } from '../../../src/domain/state/tasks.ts'
import { withoutCharts } from '../../../src/slack/kit/surfaces.ts'
import { anyText } from '../../support/any-text.ts'
import { everyMessage, everyView, oneMessage, type Scene } from './every.ts'
import * as facts from './facts.ts'
import { elements } from './facts.ts'

/** Texts that tokens and pings hide in, beside whatever people paste. */
const typed = fc.oneof(
  anyText,
  fc.constantFrom(
    '<!channel> <!here> <@U1>',
    '{@U1} {#C1} {b:<!channel>} `{@U2}` {date:99999999999999}',
    'ש'.repeat(3_000),
    '👩‍👩‍👧‍👦'.repeat(400),
    'a'.repeat(3_000),
  ),
)
const some = <T>(item: fc.Arbitrary<T>, most: number) => fc.array(item, { minLength: 1, maxLength: most })

const brief: fc.Arbitrary<Brief> = fc
  .record({ name: typed, hypothesis: typed, words: typed, names: some(typed, 40), metric: typed })
  .map(({ name, hypothesis, words, names, metric }) => ({
    ...facts.BRIEF,
    name,
    hypothesis,
    audience: { words, size: names.length % 2 ? 42_610 : null },
    exposures: words,
    arms: names.map((arm) => ({ name: arm, weight: 1 })),
    outcome: { metric, direction: 'up', minimumEffect: 0.08, secondary: names },
    guardrails: names.map((each) => ({ metric: each, margin: { amount: 0.1, unit: 'relative' } })),
    plan: names.map((each, i) =>
      i % 2 ? { kind: 'sent', target: each, words: each } : { kind: 'human', person: 'UANA', words: each },
    ),
  }))

const tasks: fc.Arbitrary<Task[]> = fc
  .tuple(some(fc.tuple(typed, typed, fc.constantFrom(...TASK_STATES)), 12), fc.integer({ min: 1, max: 40 }))
  .map(([some, times]) =>
    Array.from({ length: times }, () => some)
      .flat()
      .map(([title, evidence, state], i) =>
        facts.task(i + 1, title, { evidence, state, dueAt: facts.later((i - 5) * facts.DAY) }),
      ),
  )

const look: fc.Arbitrary<Readout> = fc
  .tuple(some(typed, 40), some(typed, 10), fc.nat({ max: 3_000 }))
  .map(([arms, metrics, seed]) => {
    const named = arms.map((name) => ({ name, weight: 1 }))
    const users = arms.map((_, i) => 1_000 + ((seed * (i + 7)) % 900))
    const inputs = metrics.map((label, m): MetricInput => {
      const head = { name: `m${m}`, label, kind: m % 2 ? ('mean' as const) : ('proportion' as const) }
      const role = m === 0 ? ('goal' as const) : ('guardrail' as const)
      if (m % 4 === 3) return { ...head, direction: 'up', role, failure: label }
      const sums = users.map((n, i) => ({ n, sum: (seed * i + m) % n, sumSquares: n * 2 }))
      return { ...head, direction: 'up', role, unit: label.slice(0, 200), sums }
    })
    const dates = { asOf: facts.later(6 * facts.DAY), newestData: facts.START }
    return readout({
      arms: named,
      users,
      metrics: inputs,
      duplicates: seed,
      day: 12,
      horizonDays: 14,
      ...dates,
    })
  })

const steps = (state: CampaignState, words: string, failed: boolean): readonly LaunchStep[] =>
  state.campaign.brief.plan.map((plan, i) => ({
    ...waitingStep(plan, i),
    state: i === 0 && failed ? 'failed' : 'waiting',
    outcome: words,
    at: facts.START,
    arrived: i === 0 && failed ? 'perhaps' : 'no',
  }))

const scene: fc.Arbitrary<Scene> = fc
  .record({
    brief,
    tasks,
    readout: look,
    words: typed,
    name: typed,
    failed: fc.boolean(),
    asked: some(typed, 12),
  })
  .map(({ brief, tasks, readout, words, name, failed, asked }) => {
    const base = facts.state(...facts.LAUNCHING)
    const state: CampaignState = {
      ...base,
      campaign: { ...base.campaign, brief, origin: { kind: 'conclusion', key: 'spring' }, ledTo: OFFSPRING },
      tasks,
      request: facts.request(1, {
        brief,
        state: 'approved',
        decisions: [{ by: 'UTOM', team: 'growth', verdict: 'decline', words, at: facts.START }],
      }),
      followUps: asked.map((question, i) => {
        const about = { code: 'srm', seen: words, why: words, metric: name, arm: name }
        const event = facts.asked(i + 1, question, {
          about: { ...about, segment: { column: name, value: words } },
        })
        if (event.kind !== 'follow_up_asked') throw new Error('Nothing was asked')
        return became(askedFollowUp(event.followUp), i, words)
      }),
    }
    const names = { UANA: name, URAJ: name, UMEI: name, UTOM: name }
    return {
      state: { ...state, steps: steps(state, words, failed) },
      digest: facts.digestOf(readout),
      previous: facts.digestOf(readout, { id: 4, madeAt: facts.START }),
      words,
      look: facts.lookAt(facts.later(6 * facts.DAY), names),
    }
  })

const OFFSPRING = Array.from({ length: 60 }, (_, i) => ({
  key: `${'winback'.repeat(5)}-${i}`,
  n: i % 3 || null,
}))

/** The first two are seen whole: one answered with all there is to say, one open; the others in turn. */
function became(open: FollowUp, i: number, words: string): FollowUp {
  const at = facts.later(facts.DAY)
  const escalated = { to: 'UTOM', at }
  const reassigned = [{ from: null, to: 'URAJ', by: 'UMEI', at, words }]
  const link = 'https://bi.example/q?a=1&b=<2>'
  const answer = {
    finding: words,
    confidence: 'high',
    link,
    decision: words,
    ideas: Array(10).fill(words),
  } as const
  if (i % 4 === 0) return { ...open, state: 'answered', answer, answeredBy: 'URAJ', answeredAt: at }
  if (i % 4 === 1) return { ...open, reassigned, escalated }
  if (i % 4 === 2) return { ...open, state: 'declined', declined: { by: 'URAJ', at, reason: words } }
  return { ...open, state: 'accepted', acceptedAt: at, escalated }
}

/** A scene holds megabytes: shrinking one takes longer than reading it, and the seed gives it again. */
const parameters = { numRuns: 25, endOnFailure: true }

/** What Slack reads as markup: everything but plain_text and the cells of tables, which are inert. */
function markupOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markupOf)
  if (typeof value !== 'object' || value === null) return []
  const { type, text } = value as { type?: unknown; text?: unknown }
  return type === 'mrkdwn' && typeof text === 'string' ? [text] : Object.values(value).flatMap(markupOf)
}

const OWNER = '<@UANA>'
const strangeIn = (texts: readonly string[]): string[] =>
  texts
    .flatMap((text) => text.match(/<[^>]*>/g) ?? [])
    .filter((each) => !/^<(?:!date\^|#C|https:)/.test(each))

describe('whatever people type', () => {
  it('every message is one that Slack takes, with its charts and without them, and pings nobody who need not act', () => {
    fc.assert(
      fc.property(scene, (given) => {
        for (const [name, sent] of everyMessage(given)) {
          expect([name, checkMessage(sent)]).toEqual([name, []])
          expect([name, checkMessage(withoutCharts(sent))]).toEqual([name, []])
          const strange = strangeIn([sent.text, ...markupOf(sent.blocks)])
          expect([name, strange.filter((each) => name !== 'failed step' || each !== OWNER)]).toEqual([
            name,
            [],
          ])
        }
      }),
      parameters,
    )
  })

  it('every view is one that Slack takes', () => {
    fc.assert(
      fc.property(scene, (given) => {
        for (const view of everyView(given)) expect(checkView(view)).toEqual([])
      }),
      parameters,
    )
  })

  it.each([
    ['card', 'campaign.tasks'],
    ['open approval', 'request.approve'],
    ['brief', 'brief.edit'],
  ])('the buttons of the %s stay on it', (name, action) => {
    fc.assert(
      fc.property(scene, (given) => {
        const sent = oneMessage(name, given)
        expect(elements(sent?.blocks ?? []).map(({ action_id }) => action_id)).toContain(action)
      }),
      { ...parameters, numRuns: 5 },
    )
  })
})
