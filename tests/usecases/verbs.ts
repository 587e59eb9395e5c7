import fc from 'fast-check'
import type { Actor } from '../../src/domain/state/actor.ts'
import type { Brief } from '../../src/domain/state/brief.ts'
import type { CampaignState } from '../../src/domain/state/campaign.ts'
import { decide, expire, submit, takeBack, withdraw } from '../../src/usecases/approvals.ts'
import { createCampaign, editBrief } from '../../src/usecases/campaigns.ts'
import { delegate, endDelegation } from '../../src/usecases/delegations.ts'
import type { Deps } from '../../src/usecases/deps.ts'
import { muteDigests, planDigest, quietDigest } from '../../src/usecases/digest-plans.ts'
import { claimDueDigests, digestNow, recordDigest } from '../../src/usecases/digests.ts'
import {
  acceptFollowUp,
  acceptSuggestion,
  answer,
  ask,
  declineFollowUp,
  dismissSuggestion,
  reassignFollowUp,
} from '../../src/usecases/follow-ups.ts'
import { breakGlass } from '../../src/usecases/glass.ts'
import { launch, launchDue } from '../../src/usecases/launches.ts'
import { conclude, move } from '../../src/usecases/lifecycle.ts'
import { nudgeFollowUps } from '../../src/usecases/nudges.ts'
import { tickPoints } from '../../src/usecases/points.ts'
import { predict } from '../../src/usecases/predictions.ts'
import {
  beginSend,
  confirmArrived,
  confirmManual,
  recordSend,
  retrySend,
  skipFailed,
} from '../../src/usecases/steps.ts'
import { createTask, updateTask } from '../../src/usecases/tasks.ts'
import {
  confirmTakenBack,
  recordFound,
  recordUndo,
  undoAgain,
  undoLaunched,
} from '../../src/usecases/undo.ts'
import { recordWatch } from '../../src/usecases/watch.ts'
import { look, PURCHASE, unsubscribe } from '../domain/readout/fixtures.ts'
import { anyCodePoint } from '../support/any-text.ts'
import { DAY, HOUR, person, type Stand } from '../support/stand.ts'

/** One thing that somebody, or a job, does to a campaign; it may be refused. */
export interface Verb {
  readonly said: string
  run(stand: Stand, id: number): Promise<unknown>
}

type Run = (deps: Deps, ref: { id: number }, stand: Stand) => Promise<unknown>

const who: fc.Arbitrary<Actor> = fc
  .constantFrom('UANA', 'UTOM', 'ULIV', 'URAJ', 'UMEI', 'UZOE')
  .map((user) => person(user))
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('seen', 'why not', '', ' ', '<!channel> {@U1} 100 %', '👩‍👩‍👧 שלום'),
  },
  { weight: 1, arbitrary: fc.string({ unit: anyCodePoint, maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom('a\u0000b', 'half \ud800', '2026-03-02T08:00:00.000Z') },
)
const n = fc.integer({ min: 1, max: 5 })
const step = fc.constantFrom('collect', 'model', 'analyze')
const someone = fc.constantFrom(null, 'UTOM', 'URAJ')
const later = fc.option(
  fc.integer({ min: -3, max: 5 }).map((days) => days * DAY),
  { nil: null },
)

function verb(said: string, run: Run): Verb {
  return { said, run: (stand, id) => run(stand.deps, { id }, stand) }
}

const at = (deps: Deps, offset: number | null) =>
  offset === null ? null : new Date(deps.now().getTime() + offset)

const briefs: fc.Arbitrary<Partial<Brief>> = fc.oneof(
  text.map((hypothesis) => ({ hypothesis })),
  text.map((name) => ({ name })),
  fc.constantFrom<Partial<Brief>>(
    { horizonDays: 21 },
    { horizonDays: 14 },
    { partner: 'UMEI' },
    { channel: 'C2' },
    { arms: [] },
    { guardrails: [{ metric: 'unsubscribe', margin: { amount: 0.02, unit: 'relative' } }] },
    {
      guardrails: [{ metric: 'unsubscribe', margin: { amount: 0.002, unit: 'absolute' }, stopOnHarm: true }],
    },
    { outcome: { metric: 'nothing', direction: 'up', minimumEffect: null, secondary: [] } },
    {
      outcome: { metric: 'visit', direction: 'up', minimumEffect: 0.1, secondary: ['purchase'] },
      audience: null,
    },
  ),
)

const preparing: fc.Arbitrary<Verb>[] = [
  fc
    .tuple(who, briefs)
    .map(([actor, patch]) =>
      verb(`brief ${JSON.stringify(patch)}`, (deps, ref) => editBrief(deps, actor, ref, patch)),
    ),
  fc
    .tuple(who, text, step, fc.constantFrom('growth', 'data'), someone, later, fc.boolean())
    .map(([actor, title, of, team, assignee, due, required]) =>
      verb('task added', (deps, ref) =>
        createTask(deps, actor, ref, { title, step: of, team, assignee, dueAt: at(deps, due), required }),
      ),
    ),
  fc
    .tuple(
      who,
      n,
      fc.constantFrom('start', 'done', 'done', 'block', 'reopen', 'waive', 'assign', 'due', 'check'),
      text,
      someone,
      later,
    )
    .map(([actor, number, how, words, to, due]) =>
      verb(`task ${number} ${how}`, (deps, ref) =>
        updateTask(deps, actor, ref, {
          n: number,
          verb: how,
          words: words || null,
          person: to,
          dueAt: at(deps, due),
        }),
      ),
    ),
]

const lifts = fc.constantFrom(
  { lift: 0.08, low: null, high: null, signed: true },
  { lift: 0.05, low: 0, high: 0.1, signed: false },
)
const predicting: fc.Arbitrary<Verb> = fc
  .tuple(who, lifts)
  .map(([actor, guess]) => verb('predict', (deps, ref) => predict(deps, actor, ref, guess)))

const deciding: fc.Arbitrary<Verb>[] = [
  predicting,
  fc
    .tuple(who, lifts)
    .map(([actor, guess]) => verb('submit and predict', (deps, ref) => submit(deps, actor, ref, guess))),
  who.map((actor) => verb('submit', (deps, ref) => submit(deps, actor, ref))),
  fc
    .tuple(who, fc.constantFrom('approve', 'approve', 'decline', 'changes'), text)
    .map(([actor, verdict, words]) =>
      verb(`${actor.userId} ${verdict}`, (deps, ref) =>
        decide(deps, actor, ref, { verdict, words: words || null }),
      ),
    ),
  who.map((actor) => verb('withdraw', (deps, ref) => withdraw(deps, actor, ref, 'again'))),
  fc
    .tuple(who, text)
    .map(([actor, words]) =>
      verb(`${actor.userId} takes back`, (deps, ref) => takeBack(deps, actor, ref, { words: words || null })),
    ),
  fc
    .tuple(who, text)
    .map(([actor, words]) =>
      verb(`${actor.userId} breaks the glass`, (deps, ref) => breakGlass(deps, actor, ref, { words })),
    ),
  fc
    .tuple(who, n, text)
    .map(([actor, number, words]) =>
      verb(`point ${number}`, (deps, ref) => tickPoints(deps, actor, ref, [{ n: number, words }])),
    ),
  fc
    .tuple(who, who, fc.constantFrom(HOUR, 9 * DAY))
    .map(([actor, to, ms]) =>
      verb(`${actor.userId} delegates to ${to.userId}`, (deps) =>
        delegate(deps, actor, { to: to.userId, from: null, until: new Date(deps.now().getTime() + ms) }),
      ),
    ),
  who.map((actor) => verb(`${actor.userId} ends it`, (deps) => endDelegation(deps, actor))),
  n.map((number) => verb(`expire ${number}`, (deps, ref) => expire(deps, 'T1', ref.id, number))),
  fc
    .constantFrom(1, HOUR, 72 * HOUR)
    .map((ms) => verb(`${ms} ms pass`, async (_deps, _ref, stand) => stand.pass(ms))),
]

const undoing: fc.Arbitrary<Verb>[] = [
  who.map((actor) => verb('undo what ran', (deps, ref) => undoLaunched(deps, actor, ref))),
  fc
    .tuple(who, n)
    .map(([actor, number]) => verb(`undo ${number}`, (deps, ref) => undoAgain(deps, actor, ref, number))),
  fc
    .tuple(who, n, fc.boolean())
    .map(([actor, number, gone]) =>
      verb(`taken back ${number}`, (deps, ref) => confirmTakenBack(deps, actor, ref, number, gone)),
    ),
  fc
    .tuple(n, fc.constantFrom('undone', 'failed', 'impossible'), fc.integer({ min: 0, max: 1 }))
    .map(([number, state, tries]) =>
      verb(`undone ${number} ${state}`, (deps, ref) =>
        recordUndo(deps, { teamId: 'T1', campaignId: ref.id, n: number, tries }, { state, outcome: 'HTTP' }),
      ),
    ),
  fc
    .tuple(n, fc.boolean())
    .map(([number, done]) =>
      verb(`found ${number}`, (deps, ref) =>
        recordFound(
          deps,
          { teamId: 'T1', campaignId: ref.id, n: number, tries: 0 },
          { done, outcome: 'HTTP' },
        ),
      ),
    ),
]

const launching: fc.Arbitrary<Verb>[] = [
  fc
    .tuple(who, fc.constantFrom(null, DAY))
    .map(([actor, offset]) => verb('launch', (deps, ref) => launch(deps, actor, ref, at(deps, offset)))),
  fc.constant(
    verb('launch due', async (deps, ref) => {
      const row = await deps.db('campaigns').where(ref).first('launch_at')
      return launchDue(deps, 'T1', ref.id, row.launch_at ?? 0)
    }),
  ),
  fc
    .tuple(n, fc.integer({ min: 0, max: 1 }))
    .map(([number, tries]) =>
      verb(`send ${number}`, (deps, ref) =>
        beginSend(deps, { teamId: 'T1', campaignId: ref.id, n: number, tries }),
      ),
    ),
  fc
    .tuple(n, fc.boolean(), fc.integer({ min: 0, max: 1 }), fc.boolean())
    .map(([number, done, tries, refused]) =>
      verb(`sent ${number} ${done}`, (deps, ref) =>
        recordSend(
          deps,
          { teamId: 'T1', campaignId: ref.id, n: number, tries },
          { done, outcome: 'HTTP', refused },
        ),
      ),
    ),
  fc
    .tuple(who, n, fc.boolean())
    .map(([actor, number, anew]) =>
      verb(`send ${number} again`, (deps, ref) => retrySend(deps, actor, ref, number, anew)),
    ),
  fc
    .tuple(who, n)
    .map(([actor, number]) =>
      verb(`arrived ${number}`, (deps, ref) => confirmArrived(deps, actor, ref, number)),
    ),
  fc
    .tuple(who, n, text)
    .map(([actor, number, why]) =>
      verb(`skip ${number}`, (deps, ref) => skipFailed(deps, actor, ref, number, why)),
    ),
  fc
    .tuple(who, n)
    .map(([actor, number]) =>
      verb(`confirm ${number}`, (deps, ref) => confirmManual(deps, actor, ref, number)),
    ),
  fc
    .tuple(who, fc.constantFrom('pause', 'resume', 'stop', 'cancel'), text)
    .map(([actor, action, words]) => verb(action, (deps, ref) => move(deps, actor, ref, action, words))),
]

const SCHEDULE = { kind: 'daily', time: '09:00', zone: 'Europe/Berlin' } as const

const LOOKS = [
  look({ metrics: [PURCHASE, unsubscribe(20, 400, 22)] }),
  look({ metrics: [PURCHASE, unsubscribe(20, 400, 420)] }),
  look({ metrics: [PURCHASE, unsubscribe(20, 24, 22)] }),
  look({ metrics: [PURCHASE, unsubscribe(20, 400, 22)], newestData: null }),
  null,
]

const finding: fc.Arbitrary<Verb>[] = [
  fc
    .constantFrom(...LOOKS)
    .map((readout) =>
      verb('watched', (deps, ref) =>
        recordWatch(deps, { teamId: 'T1', campaignId: ref.id }, readout, readout ? [] : ['away']),
      ),
    ),
  fc
    .tuple(who, fc.constantFrom(HOUR, 3 * DAY, -1, 0, 400 * DAY, null))
    .map(([actor, offset]) => verb('mute', (deps, ref) => muteDigests(deps, actor, ref, at(deps, offset)))),
  fc
    .tuple(who, fc.boolean())
    .map(([actor, quiet]) => verb('quiet', (deps, ref) => quietDigest(deps, actor, ref, quiet))),
]

const reading: fc.Arbitrary<Verb>[] = [
  ...finding,
  fc
    .tuple(who, fc.constantFrom({ schedule: SCHEDULE, channel: 'C1' }, null))
    .map(([actor, plan]) => verb('digest plan', (deps, ref) => planDigest(deps, actor, ref, plan))),
  who.map((actor) => verb('digest now', (deps, ref) => digestNow(deps, actor, ref))),
  fc.constant(verb('due digests', (deps) => claimDueDigests(deps))),
  fc.constantFrom(...LOOKS).map((readout) =>
    verb('digest made', async (deps, ref) => {
      const row = await deps.db('digests').where({ campaign_id: ref.id, made_at: null }).first('id')
      const suggestion = {
        code: 'srm',
        seen: 'It is off',
        why: 'No lift holds',
        question: 'Why?',
        step: 'collect',
      } as const
      const made = {
        readout,
        headline: 'None',
        failure: null,
        suggestions: [suggestion],
        alarm: 'Lost',
        faultDueAt: new Date(deps.now().getTime() + DAY),
      }
      if (row) await recordDigest(deps, { teamId: 'T1', campaignId: ref.id, digestId: row.id }, 'C1', made)
    }),
  ),
  fc.tuple(who, fc.boolean()).map(([actor, accepts]) =>
    verb(accepts ? 'accept' : 'dismiss', async (deps, ref) => {
      const row = await deps.db('digests').where({ campaign_id: ref.id }).first('id')
      const decided = accepts ? acceptSuggestion : dismissSuggestion
      if (row) await decided(deps, actor, row.id, 'srm')
    }),
  ),
  fc
    .tuple(who, text, step, someone, later)
    .map(([actor, question, of, assignee, due]) =>
      verb('ask', (deps, ref) =>
        ask(deps, actor, ref, { question, step: of, assignee, dueAt: at(deps, due), digestId: null }),
      ),
    ),
  fc
    .tuple(who, n, text)
    .map(([actor, number, finding]) =>
      verb(`answer ${number}`, (deps, ref) =>
        answer(deps, actor, ref, number, { finding, ideas: [finding] }),
      ),
    ),
  fc
    .tuple(who, n, fc.constantFrom('accept', 'reassign', 'decline'), someone, text)
    .map(([actor, number, how, to, words]) =>
      verb(`${how} follow-up ${number}`, (deps, ref) => {
        if (how === 'accept') return acceptFollowUp(deps, actor, ref, number)
        if (how === 'decline') return declineFollowUp(deps, actor, ref, number, words)
        return reassignFollowUp(deps, actor, ref, { n: number, to, words: words || null })
      }),
    ),
  fc.tuple(who, fc.option(n, { nil: null }), fc.constantFrom(null, 1, 2)).map(([actor, number, idea]) =>
    verb(`draft from ${number}`, (deps, ref) =>
      createCampaign(deps, actor, {
        ...{ name: 'Next', template: 'short', channel: 'C1', key: null },
        from: { campaignId: ref.id, n: number, idea },
      }),
    ),
  ),
  fc.constantFrom(DAY, 3 * DAY).map((ms) =>
    verb('reminders', (deps, _ref, stand) => {
      stand.pass(ms)
      return nudgeFollowUps(deps)
    }),
  ),
  fc
    .tuple(who, text)
    .map(([actor, learned]) =>
      verb('conclude', (deps, ref) =>
        conclude(deps, actor, ref, { reached: 'yes', growth: 'good', learned }),
      ),
    ),
]

/** What may be done to a campaign, those of its stage more often. */
export function verbsFor(stage: CampaignState['campaign']['stage']): fc.Arbitrary<Verb> {
  const likely =
    {
      preparing,
      in_review: deciding,
      approved: launching,
      launching: [...launching, ...undoing],
      paused: launching,
    }[stage as string] ?? reading
  const rest = [...preparing, ...deciding, ...launching, ...undoing, ...reading]
  return fc.oneof({ weight: 1, arbitrary: fc.oneof(...likely) }, { weight: 1, arbitrary: fc.oneof(...rest) })
}
