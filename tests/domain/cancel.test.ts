import { expect, test } from 'vitest'
import { refuseCancelAfterStep } from '../../src/domain/ending.ts'
import type { CampaignState } from '../../src/domain/state/campaign.ts'
import { apply, type CampaignEvent, replay } from '../../src/domain/state/events.ts'
import type { LaunchStep } from '../../src/domain/state/steps.ts'
import { retryStep } from '../../src/domain/steps/failed.ts'
import { beginStep, failStep } from '../../src/domain/steps/steps.ts'

const AT = new Date('2026-03-02T08:00:00Z')
const actor = { teamId: 'T1', userId: 'U1', surface: 'command' } as const
const plan = { kind: 'sent', target: 'sender', words: 'Start the send' } as const
const brief = {
  name: 'Spring win-back',
  kind: 'campaign',
  partner: null,
  channel: 'C1',
  hypothesis: null,
  outcome: null,
  guardrails: [],
  audience: null,
  exposures: null,
  arms: [],
  horizonDays: null,
  plan: [plan, plan],
} as const

const request = {
  n: 1,
  by: 'U1',
  at: AT,
  expiresAt: AT,
  requires: [],
  brief,
  decisions: [],
  state: 'open',
} as const
const launching = replay(
  (
    [
      { kind: 'created', key: 'winback', owner: 'U1', template: null, policy: 'default', brief, tasks: [] },
      { kind: 'submitted', request },
      { kind: 'approved' },
      { kind: 'launch_started', plan: brief.plan },
    ] satisfies CampaignEvent[]
  ).map((event) => ({ at: AT, actor, event })),
  1,
)

function after(state: CampaignState, ...events: readonly CampaignEvent[]): CampaignState {
  return events.reduce<CampaignState>((before, event) => apply(before, { at: AT, actor, event }, 1), state)
}

const stepStates = (state: CampaignState): LaunchStep['state'][] => state.steps.map((step) => step.state)

test('a launch can be cancelled until its first step has gone out, and not after that', () => {
  const sending = after(launching, ...(beginStep(launching, 1, AT, false) ?? []))
  const failed = after(sending, ...failStep(sending, 1, { outcome: 'HTTP 500' }, AT))
  const again = after(failed, retryStep(failed, 1, AT))
  expect(stepStates(again)).toEqual(stepStates(launching))
  expect(() => refuseCancelAfterStep(launching)).not.toThrow()
  for (const gone of [sending, failed, again])
    expect(() => refuseCancelAfterStep(gone)).toThrow('/campaign stop winback <reason>')
})
