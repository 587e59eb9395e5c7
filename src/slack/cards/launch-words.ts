import { conditionWords } from '../../domain/approval/condition.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import { stageWords } from '../../domain/state/stage.ts'
import { isSettled } from '../../domain/state/steps.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { dateToken, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { count, person } from './parts.ts'
import { planWords } from './step-words.ts'

/** "It starts 2 steps at once for 42 610 people: 1 sync audience · 2 Raj: check the list". */
export function launchWords({ brief }: Campaign, look: Look): Mrkdwn {
  const { plan, audience } = brief
  const size = audience?.size ?? null
  const reach = size === null ? '' : ` for ${formatCount(size)} people`
  const waits = plan.some(({ after }) => after)
  const starts = waits ? md`It starts with step 1` : md`It starts ${count(plan.length, 'step')} at once`
  return md`${starts}${reach}: ${planWords(plan, look)}`
}

/** When it goes live or did; of a launch since when it runs, and what it waits for. */
export function timeWords(state: CampaignState, look: Look): Mrkdwn {
  const { campaign, steps } = state
  const { stage, launchAt, liveAt, endedAt, startedAt } = campaign
  if (endedAt) return md`${stageWords(stage)} ${dateToken(endedAt)}`
  if (liveAt) return md`live since ${dateToken(liveAt)}`
  if (stage !== 'launching')
    return launchAt ? md`go-live ${dateToken(launchAt)}${conditionWords(state)}` : md`no date`
  const step = steps.find((each) => !isSettled(each))
  const since = startedAt && md`since ${dateToken(startedAt)}`
  const waits =
    step &&
    (step.plan.kind === 'human' ? md`waits for ${person(step.plan.person, look)}` : md`at step ${step.n}`)
  return joinMd([since, waits], ', ')
}
