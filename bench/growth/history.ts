import { STAIRWAY } from '../../src/domain/state/actor.ts'
import type { Brief } from '../../src/domain/state/brief.ts'
import type { ApprovalRequest, Decision } from '../../src/domain/state/requests.ts'
import type { LaunchStep } from '../../src/domain/state/steps.ts'
import { waitingStep } from '../../src/domain/state/steps.ts'
import type { Task } from '../../src/domain/state/tasks.ts'
import { concluded, followUps } from './learned.ts'
import { DAY, HOUR, type Plot, type Told, told } from './plot.ts'
import { APPROVER, BIG_OWNER, CHANNEL, LEAD, PARTNER } from './population.ts'

/** How many tasks a campaign has. */
export const TASKS = 20

/** All that happened to a campaign, oldest first: about a hundred events where it was concluded. */
export function historyOf(plot: Plot): Told[] {
  const { fate } = plot
  const preparing = [...begun(plot), ...edits(plot), ...taskWork(plot)]
  if (fate === 'preparing') return preparing
  if (fate === 'cancelled')
    return [...preparing, told({ kind: 'cancelled', words: 'no budget' }, plot.owner, DAY)]
  const asked = [...preparing, ...submitted(plot)]
  if (fate === 'in review') return asked
  const approved = [...asked, ...decided(plot)]
  if (fate === 'approved') return approved
  const live = [...approved, ...launched(plot), ...digests(plot), ...followUps(plot)]
  if (fate === 'live') return live
  if (fate === 'stopped') return [...live, told({ kind: 'stopped', words: 'complaints' }, plot.owner, DAY)]
  return [...live, told(concluded(plot), plot.owner, DAY)]
}

function begun({ key, owner }: Plot): Told[] {
  const tasks = Array.from({ length: TASKS }, (_, i) => taskAt(i + 1))
  const made = { key, owner, template: null, policy: 'default', brief: briefOf(key, owner), tasks }
  return [told({ kind: 'created', ...made }, owner, 0)]
}

function taskAt(n: number): Task {
  return {
    ...{ n, title: `Step ${n} of what has to be ready`, step: n % 2 ? 'collect' : 'model' },
    ...{ team: n % 2 ? 'growth' : 'data', assignee: null, dueAt: null, required: n <= TASKS / 2 },
    ...{ state: 'todo', evidence: null, check: null },
  }
}

export function briefOf(key: string, owner: string): Brief {
  return {
    ...{ name: `Campaign ${key}`, kind: 'campaign', partner: PARTNER, channel: CHANNEL },
    hypothesis: 'A reminder brings back who has left something in the basket',
    outcome: { metric: 'purchase', direction: 'up', minimumEffect: 0.05, secondary: ['visit'] },
    guardrails: [{ metric: 'unsubscribe', margin: { amount: 0.005, unit: 'absolute' } }],
    audience: { words: 'Left something in the basket', size: 12_000 },
    exposures: 'sent',
    arms: [
      { name: 'No push', weight: 1 },
      { name: 'Push reminder', weight: 1 },
    ],
    horizonDays: 42,
    plan: [{ kind: 'human', person: owner, words: 'Start the send' }],
  }
}

function edits({ key, owner, random }: Plot): Told[] {
  const sizes = [4_000, 8_000, 12_000]
  return sizes
    .map((size, i) => {
      const [from, to] = [sizes[i - 1] ?? 12_000, size].map((people) => ({
        words: 'Left something in the basket',
        size: people,
      }))
      return told(
        { kind: 'brief_changed', field: 'audience', from: from ?? null, to: to ?? null },
        owner,
        30 + random() * HOUR,
      )
    })
    .concat(told({ kind: 'predicted', prediction: predictionOf(key, owner) }, owner))
}

function predictionOf(_key: string, by: string) {
  return {
    team: 'growth',
    by,
    at: new Date(0),
    metric: 'purchase',
    lift: 0.06,
    low: 0.01,
    high: 0.12,
  } as const
}

/** Each is handed to somebody, begun and done; of one that is being prepared half of them are open. */
function taskWork({ owner, fate, random, submittedAt }: Plot): Told[] {
  return Array.from({ length: TASKS }, (_, i) => i + 1).flatMap((n) => {
    const dueAt = new Date(submittedAt.getTime() + (random() - 0.2) * 10 * DAY * 60_000)
    const first = taskAt(n)
    const handed: Task = { ...first, assignee: n % 4 === 0 ? APPROVER : n % 4 === 1 ? owner : PARTNER }
    const dated: Task = { ...handed, dueAt }
    const doing: Task = { ...dated, state: 'doing' }
    const done: Task = { ...doing, state: 'done', evidence: 'seen, see https://example.com/proof' }
    const steps = [first, handed, dated, doing, done]
    const count = fate === 'preparing' && n > TASKS / 2 ? 3 : steps.length
    const verbs = ['assign', 'due', 'start', 'done'] as const
    return verbs
      .slice(0, count - 1)
      .map((verb, k) =>
        told(
          { kind: 'task_changed', verb, before: steps[k] ?? first, after: steps[k + 1] ?? done },
          owner,
          1,
        ),
      )
  })
}

/** Done as far as tasks are by the work above. */
function evidence() {
  return Array.from({ length: TASKS / 2 }, (_, i) => ({
    ...{ n: i + 1, title: taskAt(i + 1).title, state: 'done' as const },
    evidence: 'seen, see https://example.com/proof',
  }))
}

function submitted({ key, owner, submittedAt, launchAt }: Plot): Told[] {
  const request: ApprovalRequest = {
    ...{ n: 1, by: owner, at: submittedAt, expiresAt: new Date(submittedAt.getTime() + 3 * DAY * 60_000) },
    requires: [
      { team: 'growth', count: 1 },
      { team: 'data', count: 1 },
    ],
    brief: briefOf(key, owner),
    ...{ decisions: [], state: 'open' },
    terms: { launchAt, evidence: evidence(), authors: [owner], policy: 'default' },
  }
  return [told({ kind: 'submitted', request }, owner, HOUR)]
}

function decided({ owner, submittedAt }: Plot): Told[] {
  const growth = owner === BIG_OWNER ? LEAD : BIG_OWNER
  const decision = (by: string, team: string): Decision => ({
    ...{ by, team, verdict: 'approve', words: null, at: submittedAt },
  })
  return [
    told({ kind: 'decided', decision: decision(growth, 'growth') }, growth, HOUR),
    told({ kind: 'decided', decision: decision(APPROVER, 'data') }, APPROVER, HOUR),
    told({ kind: 'approved' }, APPROVER, 0),
  ]
}

function launched({ key, owner }: Plot): Told[] {
  const { plan } = briefOf(key, owner)
  const [first] = plan.map(waitingStep)
  if (!first) return []
  const done: LaunchStep = { ...first, state: 'done', outcome: 'sent', arrived: 'yes' }
  return [
    told({ kind: 'launch_started', plan }, owner, DAY),
    told({ kind: 'step_changed', before: first, after: done }, owner, HOUR),
    told({ kind: 'went_live' }, owner, 0),
    told(
      {
        kind: 'digest_planned',
        plan: {
          schedule: { kind: 'weekly', day: 'mon', time: '09:00', zone: 'Europe/Berlin' },
          channel: CHANNEL,
        },
      },
      owner,
    ),
  ]
}

function digests({ digestIds }: Plot): Told[] {
  const people = { exposed: 10_276, analysed: 10_276 }
  return digestIds.map((digestId) =>
    told({ kind: 'digest_made', digestId, headline: 'Keep running', people }, STAIRWAY, DAY),
  )
}
