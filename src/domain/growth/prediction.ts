/** What owner and data partner expect of the goal: made before the launch, sealed until the campaign is concluded. */

import { Refusal } from '../../refusal.ts'
import type { Membership, UserId } from '../people.ts'
import { refuseUnless } from '../permission/permission.ts'
import type { Brief, Outcome } from '../state/brief.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { Prediction } from '../state/growth.ts'
import { isBeforeLaunch, stageWords } from '../state/stage.ts'
import type { TeamKind } from '../terms.ts'
import type { Guess } from './guess.ts'

interface Predictor {
  readonly team: TeamKind
  readonly person: UserId
}

/** Who predicts. An owner who is the data partner as well speaks for growth. */
export function predictors({ owner, brief }: Campaign): Predictor[] {
  const growth: Predictor = { team: 'growth', person: owner }
  const { partner } = brief
  return partner && partner !== owner ? [growth, { team: 'data', person: partner }] : [growth]
}

/** Whether a lift will be measured that a prediction can be held against. */
export function isMeasurable({ outcome, arms }: Brief): boolean {
  return outcome !== null && arms.length >= 2
}

/** Predictions are made and changed until the launch begins. */
export function isPredictable({ stage }: Campaign): boolean {
  return isBeforeLaunch(stage)
}

/** The predictions that are about the goal as the brief names it now. */
export function currentPredictions({ predictions, brief }: Campaign): Prediction[] {
  return predictions.filter(({ metric }) => metric === brief.outcome?.metric)
}

/** Who could still predict and has not. Nobody where nothing will be measured, or since the launch. */
export function notPredicted(campaign: Campaign): Predictor[] {
  if (!isPredictable(campaign) || !isMeasurable(campaign.brief)) return []
  const made = currentPredictions(campaign)
  return predictors(campaign).filter(({ team }) => !made.some((each) => each.team === team))
}

/** The event of a prediction; none where the same was said before. Throws a Refusal that says who may and until when. */
export function predict(
  state: CampaignState,
  by: UserId,
  guess: Guess,
  members: Membership,
  now: Date,
): CampaignEvent[] {
  const { campaign } = state
  const { team, outcome } = refuseToPredict(campaign, by, members)
  const { lift, low, high } = guess.signed || outcome.direction === 'up' ? guess : downwards(guess)
  const prediction: Prediction = { team, by, at: now, metric: outcome.metric, lift, low, high }
  const before = campaign.predictions.find((each) => each.team === team)
  return before && isSame(before, prediction) ? [] : [{ kind: 'predicted', prediction }]
}

/** The goal that this person may predict, and for which team. Throws a Refusal where they may not, or not now. */
export function refuseToPredict(
  campaign: Campaign,
  by: UserId,
  members: Membership,
): { team: TeamKind; outcome: Outcome } {
  const { key, stage, brief, owner } = campaign
  refuseUnless('predict', by, { campaign }, members)
  if (!isBeforeLaunch(stage))
    throw new Refusal(
      'conflict',
      `${key} is ${stageWords(stage)}: predictions are made before the launch, and stay as they are.`,
    )
  if (!brief.outcome)
    throw new Refusal(
      'conflict',
      `${key} has no outcome to predict yet: \`/campaign brief ${key} outcome purchase up 8%\``,
    )
  return { team: by === owner ? 'growth' : 'data', outcome: brief.outcome }
}

/** The same numbers for a metric that is to go down. JSON has no −0. */
function downwards({ lift, low, high }: Guess) {
  const turned = (value: number | null) => (value === null ? null : 0 - value)
  return { lift: 0 - lift, low: turned(high), high: turned(low) }
}

function isSame(a: Prediction, b: Prediction): boolean {
  return (['by', 'metric', 'lift', 'low', 'high'] as const).every((field) => a[field] === b[field])
}
