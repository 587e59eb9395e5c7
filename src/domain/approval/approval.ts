import { Refusal } from '../../refusal.ts'
import { isDecided, missingFromBrief } from '../brief/brief.ts'
import { measurableWays, unmeasurableWords } from '../brief/measurable.ts'
import { waitsForFigures } from '../brief/stages.ts'
import type { ApprovalPolicy, Catalog } from '../catalog/catalog.ts'
import { type Membership, peopleWords, type TeamMembers, type UserId } from '../people.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { PlanLooks, SeenStep } from '../state/looks.ts'
import type { ApprovalRequest, Terms } from '../state/requests.ts'
import { transition } from '../state/stage.ts'
import { holdingLine, readiness } from '../tasks/readiness.ts'
import { token } from '../text/tokens.ts'
import { listed } from '../text/words.ts'
import { tallies } from './approvers.ts'
import { changedSinceSubmit, evidenceOf } from './changes.ts'
import { hoursAfter, isOver } from './expiry.ts'
import { refuseImpossible, seenSteps } from './looks.ts'
import { refuseOpenPoints } from './points.ts'
import { policyFor } from './policy.ts'
import { canFinish } from './quorum.ts'

/** The events of a submit; its end is counted in working days of `zone` (IANA). Throws a Refusal that lists what is still open. */
export function submit(
  state: CampaignState,
  by: UserId,
  catalog: Pick<Catalog, 'policies' | 'metrics' | 'exposures' | 'targets'>,
  members: Membership,
  { now, zone, looks }: { readonly now: Date; readonly zone: string; readonly looks?: PlanLooks },
): CampaignEvent[] {
  const { campaign, request } = state
  transition(campaign.stage, 'submit', campaign.key)
  if (isAsSubmitted(state, now)) {
    const waiting = campaign.stage === 'approved' ? 'is approved already' : 'waits for approval already'
    throw new Refusal(
      'conflict',
      `${campaign.key} ${waiting}, and nothing that was decided has changed since.`,
    )
  }
  refuseUnmeasurable(campaign, catalog)
  refuseBlindStages(campaign, catalog)
  refuseUnready(state, now)
  const seen = looks ? seenSteps(campaign.brief.plan, looks) : []
  refuseImpossible(campaign, seen, catalog.targets)
  refuseOpenPoints(state)
  const policy = policyFor(campaign, catalog)
  if (!policy)
    throw new Refusal(
      'conflict',
      `There is no approval policy "${campaign.policy}": stairway.yaml must declare teams and who approves, before anything can be submitted.`,
    )
  const next = newRequest(state, by, policy, { now, zone, seen })
  refuseWithoutApprovers(next, campaign.owner, members)
  return [{ kind: 'submitted', request: { ...next, n: (request?.n ?? 0) + 1 } }]
}

/** Whether what was submitted still stands as it was: asking again would say the same. */
export function isAsSubmitted(state: CampaignState, now: Date): boolean {
  const { stage } = state.campaign
  if (stage !== 'in_review' && stage !== 'approved') return false
  return !isOver(state.request, now) && changedSinceSubmit(state).length === 0
}

function refuseUnmeasurable(campaign: Campaign, declared: Pick<Catalog, 'metrics' | 'exposures'>): void {
  const words = unmeasurableWords(campaign.brief, declared)
  if (words === null) return
  const ways = measurableWays(campaign, declared)
  throw new Refusal('conflict', `${token.bold(`${words}.`)} ${campaign.key} can't be decided yet.\n${ways}`)
}

/** Stages that wait for figures, where nobody could say any. */
function refuseBlindStages({ key, brief }: Campaign, { exposures }: Pick<Catalog, 'exposures'>): void {
  const n = brief.plan.findIndex(waitsForFigures) + 1
  const asked = exposures.some(({ name }) => name === brief.exposures) && brief.arms.length >= 2
  if (n === 0 || asked) return
  throw new Refusal(
    'conflict',
    `Step ${n} of ${key} waits for a time or a sample, and nothing says by then whether it may go on. Name who was in which arm: \`/campaign brief ${key} exposures <name>\` and \`/campaign brief ${key} arms control, treatment\`. Or have it wait for somebody: \`after @mei: …\` in its plan.`,
  )
}

function refuseUnready(state: CampaignState, now: Date): void {
  const { key, brief } = state.campaign
  const missing = missingFromBrief(brief)
  if (missing.length > 0) {
    throw new Refusal(
      'conflict',
      `${key} can't be decided yet: its brief lacks ${listed(missing)}. \`/campaign brief ${key}\` opens it.`,
    )
  }
  const { holding } = readiness(state.tasks, now)
  if (holding.length === 0) return
  const shown = holding.slice(0, 10).map((task) => holdingLine(task, now))
  const more = holding.length > shown.length ? `\nand ${holding.length - shown.length} more` : ''
  const count = holding.length === 1 ? '1 required task is' : `${holding.length} required tasks are`
  throw new Refusal(
    'conflict',
    `${key} is not ready: ${count} still open.\n${shown.join('\n')}${more}\n\`/campaign tasks ${key}\` shows who holds them.`,
  )
}

function newRequest(
  state: CampaignState,
  by: UserId,
  policy: ApprovalPolicy,
  { now, zone, seen }: { readonly now: Date; readonly zone: string; readonly seen: readonly SeenStep[] },
): ApprovalRequest {
  const { brief } = state.campaign
  const expiresAt = hoursAfter(now, policy.expiresAfterHours, zone)
  const terms = { ...termsOf(state, policy, now), ...(seen.length > 0 ? { seen } : {}) }
  const { requires } = policy
  return { n: 0, by, at: now, expiresAt, requires, brief, decisions: [], state: 'open', terms }
}

function termsOf(state: CampaignState, policy: ApprovalPolicy, now: Date): Terms {
  const { launchAt, revision } = state.campaign
  const { points } = revision
  const { selfApproval, declinesCount, breakGlass } = policy
  return {
    launchAt: launchAt && launchAt > now ? launchAt : null,
    evidence: evidenceOf(state.tasks),
    authors: authorsOf(state),
    policy: policy.name,
    ...(points.length > 0 ? { points } : {}),
    ...(selfApproval ? { selfApproval } : {}),
    ...(declinesCount ? { declinesCount } : {}),
    ...(breakGlass ? { mayBreak: breakGlass } : {}),
  }
}

/** Who changed the brief since it was submitted last, and before that where it was not approved then. */
function authorsOf({ campaign, request }: CampaignState): UserId[] {
  const before = request?.state === 'approved' ? [] : (request?.terms?.authors ?? [])
  const since = campaign.revision.edits.filter(({ what }) => isDecided(what))
  return [...new Set([...before, ...since.map(({ by }) => by)])]
}

function refuseWithoutApprovers(request: ApprovalRequest, owner: UserId, members: Membership): void {
  const all = tallies(request, owner, members)
  for (const { team, count, waitingFor: may } of all) {
    if (may.length >= count) continue
    const times = count === 1 ? 'once' : `${count} times`
    const few = may.length === 0 ? 'none' : `only ${may.length}`
    throw new Refusal(
      'conflict',
      `The ${team} team must approve ${times}, but ${fewWords(members.get(team), few)}`,
    )
  }
  if (canFinish(all)) return
  const count = all.reduce((sum, tally) => sum + tally.count, 0)
  throw new Refusal(
    'conflict',
    `This needs ${count} different people, but too many of those who may approve stand for several teams. Add members to the teams in stairway.yaml.`,
  )
}

function fewWords(team: TeamMembers | undefined, few: string): string {
  if (team?.unread !== undefined)
    return `I can't read its user group just now, and ${few} of the members that I know may. Try again in a few minutes.`
  const gone = team?.gone ? `, and ${peopleWords([...team.gone], 'and')} left` : ''
  return `${few} of its members may (nobody approves their own campaign${gone}). Add members to the team in stairway.yaml.`
}
