import type { Digest } from '../../../src/domain/digest/digest.ts'
import type { PortfolioContent, PortfolioDigest } from '../../../src/domain/digest/portfolio.ts'
import { rehearsed } from '../../../src/domain/digest/rehearsed.ts'
import { standingOf } from '../../../src/domain/digest/standing.ts'
import { headline } from '../../../src/domain/readout/headline.ts'
import type { Readout } from '../../../src/domain/readout/readout.ts'
import { suggestAnalyses } from '../../../src/domain/readout/suggestions.ts'
import type { Surface } from '../../../src/domain/state/actor.ts'
import type { Brief } from '../../../src/domain/state/brief.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import type { Choice, SeenVerdict } from '../../../src/domain/state/choices.ts'
import type { CampaignEvent, RecordedEvent } from '../../../src/domain/state/events.ts'
import { replay } from '../../../src/domain/state/events.ts'
import type { MeasuredLift, Prediction } from '../../../src/domain/state/growth.ts'
import type { Breach } from '../../../src/domain/state/incidents.ts'
import type { PlanLooks } from '../../../src/domain/state/looks.ts'
import type { ApprovalRequest } from '../../../src/domain/state/requests.ts'
import { type LaunchStep, waitingStep } from '../../../src/domain/state/steps.ts'
import type { Task } from '../../../src/domain/state/tasks.ts'
import type { DigestRehearsal } from '../../../src/slack/cards/rehearsal.ts'
import type { Rehearsal } from '../../../src/usecases/reads/rehearsal.ts'

export { CATALOG, lookAt } from './look.ts'
export { buttonsOf, elements, shown } from './reading.ts'

/** One campaign told in events, for the tests of the cards. Ana owns it, Raj is the data partner. */

const MINUTE = 60_000
export const DAY = 86_400_000
export const START = new Date('2026-03-02T08:00:00Z')
export const later = (ms: number): Date => new Date(START.getTime() + ms)

export const TASKS: readonly Task[] = [
  task(1, 'Audience list is agreed', { state: 'done', evidence: 'https://docs.example/list' }),
  task(2, 'Audience model is fresh', {
    step: 'model',
    team: 'data',
    dueAt: later(DAY),
    state: 'blocked',
    evidence: 'waits for {@UMEI}',
  }),
  task(3, 'Proof reads well', { state: 'doing', dueAt: later(9 * DAY) }),
  task(4, 'Support knows', { required: false }),
]

/** What a rehearsal found: nothing in the way unless it is said. */
export function rehearsal(state: CampaignState, more: Partial<Rehearsal> = {}): Rehearsal {
  return { state, at: null, looks: { plan: [], looks: [] }, hindrance: null, freeze: null, ...more }
}

/** Its digest; without a readout nothing could be read. */
export function digestRehearsal(state: CampaignState, readout: Readout | null = null): DigestRehearsal {
  const said = readout ? headline(readout) : 'Nothing can be read out: the warehouse is away'
  const failure = readout ? null : 'the warehouse is away'
  return { ...rehearsed(state, START), reading: { readout, headline: said, failure } }
}

/** Of each step that is sent that a gate with these words refuses it, and its undo. */
export function looks({ campaign }: CampaignState, words: string): PlanLooks {
  const { plan } = campaign.brief
  const gate = { words, link: 'https://flags.example/approvals', refuses: ['send', 'undo'] } as const
  const seen = {
    exists: true,
    state: words,
    people: 42_610,
    undo: 'full',
    untilAt: null,
    would: words,
  } as const
  return { plan, looks: plan.map((_, i) => ({ n: i + 1, is: 'seen', gates: [gate], ...seen })) }
}

export function task(n: number, title: string, changes: Partial<Task> = {}): Task {
  return {
    n,
    title,
    step: 'collect',
    team: 'growth',
    assignee: null,
    dueAt: null,
    required: true,
    state: 'todo',
    evidence: null,
    check: null,
    ...changes,
  }
}

export const BRIEF: Brief = {
  name: 'Spring win-back',
  kind: 'campaign',
  partner: 'URAJ',
  channel: 'C0GROWTH',
  hypothesis: 'A reminder brings lapsed customers back',
  outcome: { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: ['visit'] },
  guardrails: [{ metric: 'unsubscribe', margin: { amount: 0.002, unit: 'absolute' } }],
  audience: { words: 'lapsed for 90 days', size: 42_610 },
  exposures: 'mailed',
  arms: [
    { name: 'No E-Mail', weight: 1 },
    { name: 'Mens E-Mail', weight: 1 },
  ],
  horizonDays: 14,
  plan: [
    { kind: 'sent', target: 'crm', words: 'sync audience' },
    { kind: 'human', person: 'URAJ', words: 'check the first mails' },
  ],
}

/** What happens, in a form that is short to write: who does it is Ana by button unless said. */
export type Told =
  | CampaignEvent
  | { readonly event: CampaignEvent; readonly by: string; readonly from?: Surface }

/** The same campaign, live, whose newest verdict asks for a decision. */
export function deciding(state: CampaignState, words: string, changes: Partial<Choice> = {}): CampaignState {
  const verdict: SeenVerdict = {
    ...{ digestId: 5, day: 8, words, recommends: 'ship' as const, arms: [`${words} ship`], over: false },
    reasons: [{ text: words, rule: 5 }],
  }
  const choice: Choice = {
    ...{ n: 1, verdict, askedAt: START, dueAt: later(2 * DAY), reminded: null, escalated: null },
    ...{ made: null, lapsedAt: null },
    ...changes,
  }
  return { ...state, campaign: { ...state.campaign, stage: 'live', liveAt: START, choices: [choice] } }
}

/** The events of a story, a minute apart. */
export function recorded(told: readonly Told[]): RecordedEvent[] {
  return told.map((each, i) => {
    const { event, by, from } =
      'event' in each
        ? { from: 'button' as const, ...each }
        : { event: each, by: 'UANA', from: 'command' as const }
    return { at: later(i * MINUTE), actor: { teamId: 'T1', userId: by, surface: from }, event }
  })
}

export function state(...told: readonly Told[]): CampaignState {
  return replay(recorded(told), 12)
}

export function created(brief: Partial<Brief> = {}, tasks: readonly Task[] = TASKS): CampaignEvent {
  return {
    kind: 'created',
    key: 'winback',
    owner: 'UANA',
    template: 'lifecycle-email',
    policy: 'default',
    brief: { ...BRIEF, ...brief },
    tasks,
  }
}

export const READY = TASKS.map((each): Task => ({ ...each, state: 'done' }))

export function request(n: number, changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    n,
    by: 'UANA',
    at: START,
    expiresAt: later(3 * DAY),
    requires: [
      { team: 'growth', count: 1 },
      { team: 'data', count: 1 },
    ],
    brief: BRIEF,
    decisions: [],
    state: 'open',
    ...changes,
  }
}

export const SUBMITTED: CampaignEvent = { kind: 'submitted', request: request(1) }

export function decidedBy(
  by: string,
  team: string,
  verdict: 'approve' | 'decline',
  words: string | null = null,
): Told {
  return { event: { kind: 'decided', decision: { by, team, verdict, words, at: later(2 * MINUTE) } }, by }
}

export const IN_REVIEW: readonly Told[] = [created({}, READY), SUBMITTED]
export const APPROVED: readonly Told[] = [
  ...IN_REVIEW,
  decidedBy('UTOM', 'growth', 'approve'),
  decidedBy('URAJ', 'data', 'approve'),
  { event: { kind: 'approved' }, by: 'URAJ' },
]
export const LAUNCHING: readonly Told[] = [...APPROVED, { kind: 'launch_started', plan: BRIEF.plan }]

export function step(n: number, changes: Partial<LaunchStep>): CampaignEvent {
  const plan = BRIEF.plan[n - 1] ?? { kind: 'human', person: 'UANA', words: '' }
  const before: LaunchStep = waitingStep(plan, n - 1)
  return { kind: 'step_changed', before, after: { ...before, ...changes } }
}

/** A step that was on its way already, and whose target has said what it calls it. */
export function begun(n: number, handle: string): CampaignEvent {
  const sending = step(n, { state: 'sending' })
  if (sending.kind !== 'step_changed') throw new Error(sending.kind)
  return { ...sending, before: sending.after, after: { ...sending.after, handle } }
}

export const FIRST_DONE = step(1, { state: 'done', outcome: '200 OK', at: later(6 * MINUTE) })
export const CONFIRMED = step(2, { state: 'done', outcome: 'confirmed by {@URAJ}', at: later(7 * MINUTE) })
export const LIVE: readonly Told[] = [...LAUNCHING, FIRST_DONE, CONFIRMED, { kind: 'went_live' }]

export function asked(n: number, question: string, changes: object = {}): CampaignEvent {
  return {
    kind: 'follow_up_asked',
    followUp: {
      n,
      question,
      step: 'analyze',
      askedBy: 'UANA',
      askedAt: later(DAY),
      assignee: 'URAJ',
      dueAt: later(3 * DAY),
      digestId: null,
      ...changes,
    },
  }
}

export function predicted(team: 'growth' | 'data', by: string, metric = 'purchase'): Prediction {
  return { team, by, at: START, metric, lift: 0.12, low: 0.05, high: 0.2 }
}

/** +8 %, give or take six points. */
export function measured(label = 'Purchase', metric = label): MeasuredLift {
  const [arm, of, readAt] = ['Mens E-Mail', 1, later(14 * DAY)] as const
  const interval = { lift: 0.08, se: 0.03, low: 0.021, high: 0.139 }
  return { found: true, metric, label, direction: 'up', arm, of, ...interval, digestId: 5, readAt }
}

export function digestOf(readout: Readout | null, changes: Partial<Digest> = {}): Digest {
  return {
    id: 5,
    campaignId: 12,
    slot: later(6 * DAY),
    channel: 'C0GROWTH',
    madeAt: later(6 * DAY),
    readout,
    headline: readout ? headline(readout) : 'Nothing can be read out: the query took longer than 60 s',
    failure: readout ? null : 'the query took longer than 60 s',
    suggestions: readout
      ? suggestAnalyses(readout).map((each) => ({ ...each, state: 'open', followUpN: null }))
      : [],
    held: null,
    askedBy: null,
    ...changes,
  }
}

export function portfolioOf(content: PortfolioContent): PortfolioDigest {
  const kind = content.kind
  return {
    ...{ id: 7, portfolioId: 3, teamId: 'T1', scope: { kind, team: 'growth' }, channel: 'C0GROWTH' },
    ...{ slot: later(6 * DAY), madeAt: later(6 * DAY), askedBy: null, held: null, content },
  }
}

interface SceneTold {
  readonly state: CampaignState
  readonly digest: Digest
  readonly words: string
}

export function standings({ state, digest, words }: SceneTold, many: number): PortfolioContent {
  const standing = standingOf(state.campaign, state.followUps, digest, later(9 * DAY))
  const named = { ...standing, name: words, verdict: words, lift: words }
  return { kind: 'live', standings: Array(many).fill(named) }
}

export function learned({ words }: SceneTold, many: number): PortfolioContent {
  const concluded = { key: 'winback', name: words, owner: 'UANA', learned: words } as const
  const answered = { key: 'winback', question: words, finding: words, answeredBy: 'URAJ', answeredAt: START }
  return {
    ...{ kind: 'learned', sinceAt: START, untilAt: later(7 * DAY) },
    concluded: Array(many).fill({ ...concluded, reached: 'yes', growth: 'good' }),
    answered: Array(many).fill({ ...answered, n: 3 }),
  }
}

/** The same campaign with harm that was found twice, the second time stopped by it, and a fault that has its task. */
export function harmed(state: CampaignState, words: string): CampaignState {
  const breach: Breach = {
    ...{ metric: 'unsubscribe', label: words, kind: 'proportion', unit: null },
    control: { arm: words, n: 5_000, value: 0.002 },
    treatment: { arm: words, n: 5_000, value: null },
    lift: { scale: 'absolute', lift: 0.01, low: 0.005, high: 0.015 },
  }
  const found = Array<Breach>(12).fill(breach)
  const harm = { n: 1, at: later(DAY), by: 'watch', day: 2, found, problems: [words], stops: false } as const
  const harms = [harm, { ...harm, n: 2, by: 'digest', problems: [], stops: true } as const]
  const faults = [
    { problem: 'split', taskN: 3, foundAt: START } as const,
    { problem: 'stale', taskN: null, foundAt: START } as const,
  ]
  return { ...state, campaign: { ...state.campaign, stage: 'live', liveAt: START, harms, faults } }
}
