import { findFollowUp } from '../../domain/follow-up/follow-up.ts'
import { type OriginRef, originReadings, type TypedOrigin } from '../../domain/origin.ts'
import type { Reader } from '../../domain/state/actor.ts'
import type { Campaign, CampaignState, Origin } from '../../domain/state/campaign.ts'
import { quoted } from '../../domain/text/typed-value.ts'
import { Refusal } from '../../refusal.ts'
import { findCampaignId } from '../../store/campaigns.ts'
import type { ReadDeps } from '../deps.ts'
import { loadSeen } from '../seen.ts'

/** Where a campaign comes from, as it is kept, and the idea itself where one was written down. */
export interface FoundOrigin {
  readonly ref: OriginRef
  readonly origin: Origin
  readonly idea: string | null
}

/** What somebody named: the follow-up of that number, else the conclusion of the campaign of that key. Throws a Refusal where there is neither. */
export async function namedOrigin(deps: ReadDeps, reader: Reader, typed: TypedOrigin): Promise<FoundOrigin> {
  for (const { key, n } of originReadings(typed)) {
    const campaignId = await findCampaignId(deps.db, reader.teamId, key)
    if (campaignId === null) continue
    const state = await loadSeen(deps, reader, { id: campaignId })
    if (n !== null && !state.followUps.some((each) => each.n === n)) continue
    return originOf(state, { campaignId, n, idea: typed.idea })
  }
  throw new Refusal(
    'unknown',
    `There is nothing called ${quoted(typed.name)} to grow from. \`/campaign learnings <words>\` finds what was learned.`,
  )
}

/** What a button points at. Throws a Refusal where it is not the reader's to see, or holds no such idea. */
export async function readOrigin(deps: ReadDeps, reader: Reader, ref: OriginRef): Promise<FoundOrigin> {
  return originOf(await loadSeen(deps, reader, { id: ref.campaignId }), ref)
}

function originOf(state: CampaignState, ref: OriginRef): FoundOrigin {
  const { key } = state.campaign
  if (ref.n === null) return { ref, origin: { kind: 'conclusion', key }, idea: concludedIdea(state.campaign) }
  const { answer } = findFollowUp(state, ref.n)
  const name = `${key}-${ref.n}`
  if (!answer) throw new Refusal('conflict', `${name} is not answered, so there is no idea to grow from yet.`)
  const idea = answer.ideas[(ref.idea ?? 1) - 1] ?? null
  if (ref.idea !== null && idea === null)
    throw new Refusal(
      'unknown',
      `${name} holds ${answer.ideas.length === 1 ? '1 idea' : `${answer.ideas.length} ideas`}, and no ${ref.idea}. \`/campaign followup ${name}\` shows them.`,
    )
  return { ref, origin: { kind: 'follow_up', key, n: ref.n }, idea }
}

function concludedIdea({ key, conclusion }: Campaign): string {
  if (conclusion) return conclusion.learned
  throw new Refusal(
    'conflict',
    `${key} is not concluded, so there is nothing to grow from yet. An answered follow-up will do: \`/campaign followups ${key}\``,
  )
}
