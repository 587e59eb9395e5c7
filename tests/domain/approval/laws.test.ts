import fc from 'fast-check'
import { expect, test } from 'vitest'
import { submit } from '../../../src/domain/approval/approval.ts'
import { decide } from '../../../src/domain/approval/decision.ts'
import {
  type Delegation,
  isSet,
  refuseDelegation,
  standInsAt,
} from '../../../src/domain/approval/delegation.ts'
import { breakGlass } from '../../../src/domain/approval/glass.ts'
import { escalate } from '../../../src/domain/approval/ladder.ts'
import { openPoints, tickPoint } from '../../../src/domain/approval/points.ts'
import { takeBack } from '../../../src/domain/approval/taken-back.ts'
import type { ApprovalPolicy, Catalog } from '../../../src/domain/catalog/catalog.ts'
import { refuseUnapproved, scheduleLaunch, startLaunch } from '../../../src/domain/launch.ts'
import { type Membership, withStandIns } from '../../../src/domain/people.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import { apply, type CampaignEvent } from '../../../src/domain/state/events.ts'
import { changeTask } from '../../../src/domain/tasks/tasks.ts'
import { Refusal } from '../../../src/refusal.ts'
import { CATALOG, FULL_BRIEF } from '../../support/stand.ts'
import { aState, aTask, HOUR, NOW } from '../build.ts'

/**
 * Nothing launches that the policy does not allow, whatever people do in whatever order. What is allowed is told here a
 * second time, from what was done alone: by diary, and not by the state that it is held against.
 */

const OWNER = 'UANA'
const PEOPLE = [OWNER, 'UTOM', 'ULIV', 'UBEA', 'URAJ', 'UMEI', 'UZOE'] as const
const TEAMS: Membership = new Map([
  ['growth', new Set([OWNER, 'UTOM', 'ULIV', 'UBEA'])],
  ['data', new Set(['URAJ', 'UMEI', 'ULIV'])],
])

type Act =
  | { readonly kind: 'edit'; readonly by: string; readonly days: number }
  | { readonly kind: 'evidence'; readonly by: string; readonly words: string }
  | { readonly kind: 'reopen' | 'submit' | 'approve' | 'decline' | 'changes'; readonly by: string }
  | { readonly kind: 'take back' | 'glass' | 'launch' | 'point'; readonly by: string }
  | { readonly kind: 'schedule'; readonly by: string; readonly hours: number }
  | { readonly kind: 'pass'; readonly hours: number }
  | {
      readonly kind: 'delegate'
      readonly by: string
      readonly to: string
      readonly from: number
      readonly hours: number
    }
  | { readonly kind: 'end'; readonly by: string }
  | { readonly kind: 'expire' | 'escalate' | 'withdraw' }

/** What was asked for, by whom, and who had a hand in it. */
interface Asked {
  readonly by: string
  readonly days: number
  readonly words: string
  readonly authors: ReadonlySet<string>
}

/** What somebody said, and who had asked them to decide in their stead at that moment. */
interface Vote {
  readonly said: 'approve' | 'decline'
  readonly insteadOf: readonly string[]
}

/** Somebody said that they are away: in ms. */
interface Away {
  readonly of: string
  readonly to: string
  readonly from: number
  readonly until: number
}

/** What happened since the newest request, as anybody could have written it down. */
interface Diary {
  readonly asked: Asked | null
  /** Who has changed the brief since it was approved last. */
  readonly editors: ReadonlySet<string>
  readonly votes: ReadonlyMap<string, Vote>
  readonly escalated: boolean
  readonly alone: boolean
  /** The time that was asked for, and whether it was moved before it came. */
  readonly time: { readonly at: number; readonly moved: boolean } | null
  /** Kept whatever becomes of requests. */
  readonly away: readonly Away[]
}

interface World {
  readonly state: CampaignState
  readonly delegations: readonly Delegation[]
  readonly now: Date
  readonly diary: Diary
}

const NOTHING: Diary = {
  ...{
    asked: null,
    editors: new Set<string>(),
    votes: new Map(),
    escalated: false,
    alone: false,
    time: null,
    away: [],
  },
}

const person = fc.constantFrom(...PEOPLE)
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), by: person, days: fc.constantFrom(14, 21) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('evidence' as const),
      by: person,
      words: fc.constantFrom('seen', 'again'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('submit' as const), by: person }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('approve' as const), by: person }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('reopen', 'decline', 'changes', 'take back', 'glass', 'point'),
      by: person,
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('launch' as const), by: person }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('schedule' as const),
      by: person,
      hours: fc.constantFrom(1, 5, 30),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), hours: fc.constantFrom(1, 6, 40) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('expire', 'escalate', 'withdraw') }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('delegate' as const),
      by: person,
      to: person,
      from: fc.constantFrom(0, 0, 6),
      hours: fc.constantFrom(2, 30, 300),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), by: person }) },
)

const policy: fc.Arbitrary<ApprovalPolicy> = fc
  .record({
    growth: fc.integer({ min: 1, max: 2 }),
    data: fc.integer({ min: 0, max: 1 }),
    self: fc.boolean(),
    counts: fc.boolean(),
    backup: fc.boolean(),
    glass: fc.boolean(),
  })
  .map(({ growth, data, self, counts, backup, glass }) => ({
    name: 'default',
    requires: [{ team: 'growth', count: growth }, ...(data > 0 ? [{ team: 'data', count: data }] : [])],
    expiresAfterHours: 48,
    ...(self ? { selfApproval: true as const } : {}),
    ...(counts ? { declinesCount: true as const } : {}),
    ...(backup ? { escalate: { afterHours: 24, to: ['UZOE', OWNER] } } : {}),
    ...(glass ? { breakGlass: ['UBEA'] } : {}),
  }))

const START: World = {
  state: aState({ brief: FULL_BRIEF }, { tasks: [aTask({ state: 'done', evidence: 'seen' })] }),
  now: NOW,
  diary: NOTHING,
  delegations: [],
}

/** The events of an act, or a Refusal; who acts may do so as far as the domain asks. */
function eventsOf({ state, now, delegations }: World, each: Act, { catalog, rules }: Rules): CampaignEvent[] {
  const members = withStandIns(TEAMS, { standIns: standInsAt(delegations, now) })
  const who = 'by' in each ? each.by : 'stairway'
  const actor = { teamId: 'T1', userId: who, surface: 'command' } as const
  const request = state.request
  switch (each.kind) {
    case 'edit': {
      const from = state.campaign.brief.horizonDays
      if (from === each.days || !before(state)) return []
      return [{ kind: 'brief_changed', field: 'horizonDays', from, to: each.days }]
    }
    case 'evidence':
      return before(state) ? [changeTask(state, task('done', each.words), who)] : []
    case 'reopen':
      return before(state) ? [changeTask(state, task('reopen', null), who)] : []
    case 'submit':
      return submit(state, who, catalog, members, { now, zone: 'UTC' })
    case 'approve':
    case 'decline':
    case 'changes':
      return decide(state, who, { verdict: each.kind, words: 'so' }, members, now)
    case 'take back':
      return takeBack(state, actor, { words: null, members, now })
    case 'glass':
      return breakGlass(state, actor, 'it can not wait', members, now)
    case 'point': {
      const [open] = openPoints(state)
      return open ? [tickPoint(state, open.n, 'done')] : []
    }
    case 'launch':
      return startLaunch(state, [], now)
    case 'schedule':
      return scheduleLaunch(state, new Date(now.getTime() + each.hours * HOUR), [], now)
    case 'escalate':
      return request ? escalate(state, request.n, rules.escalate?.to ?? [], members, now) : []
    case 'withdraw':
      return state.campaign.stage === 'in_review' ? [{ kind: 'withdrawn', words: null }] : []
    case 'expire':
      return request?.state === 'open' && request.expiresAt <= now && state.campaign.stage === 'in_review'
        ? [{ kind: 'expired' }]
        : []
    case 'pass':
    case 'delegate':
    case 'end':
      return []
  }
}

/** What is delegated after an act; as before where it is refused. */
function delegationsAfter({ delegations, now }: World, each: Act): readonly Delegation[] {
  if (each.kind === 'end')
    return delegations.map((one) => (one.of === each.by && isSet(one, now) ? { ...one, endedAt: now } : one))
  if (each.kind !== 'delegate') return delegations
  const from = new Date(now.getTime() + each.from * HOUR)
  const wanted = { of: each.by, to: each.to, from, until: new Date(from.getTime() + each.hours * HOUR) }
  try {
    refuseDelegation(wanted, delegations, now)
  } catch (error) {
    if (error instanceof Refusal) return delegations
    throw error
  }
  return [...delegations, { id: delegations.length, teamId: 'T1', madeAt: now, endedAt: null, ...wanted }]
}

/** The same as somebody wrote it down who knows nothing of how it is kept. */
function awayAfter({ away }: Diary, each: Act, now: Date, taken: boolean): readonly Away[] {
  const at = now.getTime()
  if (each.kind === 'end')
    return away.map((one) => (one.of === each.by && one.until > at ? { ...one, until: at } : one))
  if (each.kind !== 'delegate' || !taken) return away
  const from = at + each.from * HOUR
  return [...away, { of: each.by, to: each.to, from, until: from + each.hours * HOUR }]
}

interface Rules {
  readonly rules: ApprovalPolicy
  readonly catalog: Catalog
}

const before = ({ campaign: { stage } }: CampaignState) =>
  stage === 'preparing' || stage === 'in_review' || stage === 'approved'
const task = (verb: 'done' | 'reopen', words: string | null) => ({
  n: 1,
  verb,
  words,
  person: null,
  dueAt: null,
})

function refusable(work: () => CampaignEvent[]): CampaignEvent[] {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

function after(world: World, by: string, events: readonly CampaignEvent[]): CampaignState {
  const actor = { teamId: 'T1', userId: by, surface: 'command' } as const
  return events.reduce((state, event) => apply(state, { at: world.now, actor, event }, 1), world.state)
}

function noted({ diary, state, now }: World, each: Act, events: readonly CampaignEvent[]): Diary {
  if (events.length === 0) return diary
  const by = 'by' in each ? each.by : ''
  switch (each.kind) {
    case 'edit':
      return { ...diary, editors: new Set([...diary.editors, by]) }
    case 'submit': {
      const words = state.tasks[0]?.evidence ?? ''
      const at = state.campaign.launchAt && state.campaign.launchAt > now ? state.campaign.launchAt : null
      // An approval ends what was changed before it.
      const editors = state.request?.state === 'approved' ? sinceApproval(state) : diary.editors
      const asked = { by, days: state.campaign.brief.horizonDays ?? 0, words, authors: editors }
      return {
        ...NOTHING,
        away: diary.away,
        asked,
        editors,
        time: at ? { at: at.getTime(), moved: false } : null,
      }
    }
    case 'approve':
    case 'decline':
      return {
        ...diary,
        votes: new Map([...diary.votes, [by, { said: each.kind, insteadOf: awayFor(diary, by, now) }]]),
      }
    case 'take back': {
      const taken = events.find((event) => event.kind === 'approval_taken_back')
      const whose = diary.votes.has(by) ? by : taken?.stead?.by
      expect(diary.votes.has(whose ?? '')).toBe(true)
      return { ...diary, votes: new Map([...diary.votes].filter(([who]) => who !== whose)) }
    }
    case 'glass':
      return { ...diary, alone: true }
    case 'escalate':
      return { ...diary, escalated: true }
    case 'schedule':
      return { ...diary, time: moved(diary, state, now, now.getTime() + each.hours * HOUR) }
    default:
      return diary
  }
}

function awayFor({ away }: Diary, by: string, now: Date): string[] {
  const at = now.getTime()
  return away.filter(({ to, from, until }) => to === by && from <= at && at < until).map(({ of }) => of)
}

const sinceApproval = ({ campaign }: CampaignState) =>
  new Set(campaign.revision.edits.filter(({ what }) => what === 'horizonDays').map(({ by }) => by))

/** A first time that is set while it is decided is asked for; another one is moved, unless the first has passed. */
function moved({ asked, time }: Diary, state: CampaignState, now: Date, to: number): Diary['time'] {
  if (time && time.at > now.getTime()) return { ...time, moved: time.at !== to }
  if (time?.moved) return time
  return asked && state.campaign.stage === 'in_review' ? { at: to, moved: false } : time
}

/** Whether what was done allows this launch. */
function isAllowed({ state, now, diary }: World, { rules }: Rules): boolean {
  const { asked, votes, escalated, alone, time } = diary
  if (!asked || asked.days !== state.campaign.brief.horizonDays) return false
  if (state.tasks[0]?.state !== 'done' || state.tasks[0].evidence !== asked.words) return false
  if (time && (time.moved || time.at > now.getTime())) return false
  if (alone) return rules.breakGlass !== undefined
  const yes = [...votes].filter(([, { said }]) => said === 'approve')
  const theirs = (who: string) => who === OWNER || who === asked.by || asked.authors.has(who)
  const backups = escalated ? (rules.escalate?.to ?? []) : []
  const mayFor = (team: string, who: string) =>
    (rules.selfApproval || !theirs(who)) && ((TEAMS.get(team)?.has(who) ?? false) || backups.includes(who))
  return canCount(
    rules.requires.flatMap(({ team, count }) => Array.from({ length: count }, () => team)),
    yes.map(([by, { insteadOf }]) => ({ by, insteadOf: theirs(by) ? [] : insteadOf })),
    mayFor,
  )
}

/** Tries every way: each vote fills one place at most, and nobody counts twice, as who acts or as who is away. */
function canCount(
  places: readonly string[],
  votes: readonly { readonly by: string; readonly insteadOf: readonly string[] }[],
  mayFor: (team: string, who: string) => boolean,
  counted: readonly string[] = [],
): boolean {
  const [team, ...rest] = places
  if (team === undefined) return true
  return votes.some(({ by, insteadOf }) =>
    [by, ...insteadOf].some((who) => {
      const people = [...new Set([by, who])]
      if (people.some((each) => counted.includes(each)) || !mayFor(team, who)) return false
      return canCount(rest, votes, mayFor, [...counted, ...people])
    }),
  )
}

/** What is due by the clock: a launch whose time has come starts, or is refused and told. */
function due(world: World): World {
  const { state, now } = world
  const { launchAt } = state.campaign
  if (!before(state) || !launchAt || launchAt > now) return world
  const started = refusable(() => {
    refuseUnapproved(state)
    return startLaunch(state, [], now)
  })
  const events: CampaignEvent[] = started.length > 0 ? started : [{ kind: 'launch_refused', why: 'so' }]
  return { ...world, state: after(world, 'stairway', events) }
}

const seen = { launched: 0, alone: 0, bound: 0, escalated: 0, inStead: 0 }

function held(acts: readonly Act[], rules: Rules): void {
  let world = START
  for (const each of acts) {
    if (each.kind === 'pass') world = { ...world, now: new Date(world.now.getTime() + each.hours * HOUR) }
    const events = refusable(() => eventsOf(world, each, rules))
    const delegations = delegationsAfter(world, each)
    const diary = noted(world, each, events)
    const taken = delegations.length > world.delegations.length
    const then = {
      ...world,
      delegations,
      diary: { ...diary, away: awayAfter(diary, each, world.now, taken) },
      state: after(world, 'by' in each ? each.by : 'stairway', events),
    }
    const next = due(then)
    if (next.state.campaign.stage === 'launching') {
      expect(isAllowed({ ...world, now: next.now, diary: then.diary }, rules)).toBe(true)
      count(then.diary)
      if (next.state.request?.decisions.some(({ insteadOf }) => insteadOf)) seen.inStead += 1
      return
    }
    world = next
  }
}

function count({ alone, time, escalated }: Diary): void {
  seen.launched += 1
  if (alone) seen.alone += 1
  if (time) seen.bound += 1
  if (escalated) seen.escalated += 1
}

test('no sequence of edits, votes, times, escalations, delegations and emergencies launches what the policy does not allow', () => {
  fc.assert(
    fc.property(policy, fc.array(act, { minLength: 8, maxLength: 60, size: 'max' }), (rules, acts) => {
      held(acts, { rules, catalog: { ...CATALOG, policies: [rules] } })
    }),
    { numRuns: 3_000 },
  )
  expect(seen.launched).toBeGreaterThan(0)
  expect(seen.alone).toBeGreaterThan(0)
  expect(seen.bound).toBeGreaterThan(0)
  expect(seen.escalated).toBeGreaterThan(0)
  expect(seen.inStead).toBeGreaterThan(0)
})

test('what is approved by the rules does launch', () => {
  const rules: ApprovalPolicy = {
    name: 'default',
    requires: [{ team: 'growth', count: 1 }],
    expiresAfterHours: 48,
  }
  const all = { rules, catalog: { ...CATALOG, policies: [rules] } }
  const acts: Act[] = [
    { kind: 'submit', by: OWNER },
    { kind: 'approve', by: 'UTOM' },
    { kind: 'launch', by: OWNER },
  ]
  const before = seen.launched
  held(acts, all)
  expect(seen.launched).toBe(before + 1)
})
