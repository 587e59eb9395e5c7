import type { Brief } from '../../src/domain/state/brief.ts'
import type { Campaign, CampaignState } from '../../src/domain/state/campaign.ts'
import type { FollowUp } from '../../src/domain/state/follow-ups.ts'
import { UNREVISED } from '../../src/domain/state/revision.ts'
import { type LaunchStep, stepNow, waitingStep } from '../../src/domain/state/steps.ts'
import type { Task } from '../../src/domain/state/tasks.ts'

export const NOW = new Date('2026-03-02T08:00:00Z')
export const HOUR = 3_600_000

export function later(ms: number): Date {
  return new Date(NOW.getTime() + ms)
}

type CampaignParts = Partial<Omit<Campaign, 'brief'>> & { readonly brief?: Partial<Brief> }

/** A campaign that is being prepared: Ana's, its data partner is Raj. */
export function aState(campaign: CampaignParts = {}, rest: Partial<CampaignState> = {}): CampaignState {
  const { brief, ...fields } = campaign
  return {
    campaign: {
      id: 1,
      teamId: 'T1',
      key: 'winback',
      owner: 'UANA',
      template: null,
      policy: 'default',
      stage: 'preparing',
      createdAt: NOW,
      launchAt: null,
      liveAt: null,
      endedAt: null,
      digest: null,
      harms: [],
      faults: [],
      choices: [],
      overToldAt: null,
      conclusion: null,
      predictions: [],
      origin: null,
      ledTo: [],
      revision: UNREVISED,
      lastTask: 0,
      ...fields,
      brief: aBrief(brief),
    },
    tasks: [],
    request: null,
    steps: [],
    followUps: [],
    ...rest,
  }
}

export function aBrief(brief: Partial<Brief> = {}): Brief {
  return {
    name: 'Winback',
    kind: 'campaign',
    partner: 'URAJ',
    channel: 'C1',
    hypothesis: null,
    outcome: null,
    guardrails: [],
    audience: null,
    exposures: null,
    arms: [],
    horizonDays: null,
    plan: [],
    ...brief,
  }
}

export function aTask(task: Partial<Task> = {}): Task {
  return {
    n: 1,
    title: 'Events seen',
    step: 'collect',
    team: 'data',
    assignee: null,
    dueAt: null,
    required: true,
    state: 'todo',
    evidence: null,
    check: null,
    ...task,
  }
}

/** Arrived as a step of that state usually has. */
export function aStep(step: Partial<LaunchStep> = {}): LaunchStep {
  const plan = { kind: 'sent', target: 'sender', words: 'Start' } as const
  const { arrived: _, sentAt: _sentAt, ...bare } = waitingStep(plan, 0)
  return stepNow({ ...bare, ...step })
}

export function aFollowUp(followUp: Partial<FollowUp> = {}): FollowUp {
  return {
    n: 1,
    question: 'Why?',
    step: 'analyze',
    askedBy: 'UANA',
    askedAt: NOW,
    assignee: 'URAJ',
    dueAt: null,
    digestId: null,
    about: null,
    state: 'open',
    acceptedAt: null,
    reassigned: [],
    declined: null,
    reminded: null,
    escalated: null,
    answer: null,
    answeredBy: null,
    answeredAt: null,
    ...followUp,
  }
}

/** One that Raj has answered with a finding alone, just now. */
export function answered(finding: string, followUp: Partial<FollowUp> = {}): FollowUp {
  const answer = { finding, confidence: null, link: null, decision: null, ideas: [] }
  return aFollowUp({ state: 'answered', answer, answeredBy: 'URAJ', answeredAt: NOW, ...followUp })
}
