import { campaignWords } from '../../domain/brief/words.ts'
import type { CampaignEvent } from '../../domain/state/events.ts'
import { isOut } from '../../domain/state/stage.ts'
import type { LaunchStep } from '../../domain/state/steps.ts'
import { isSame, sharings, thingOf, thingsOf, thingWords } from '../../domain/steps/things.ts'
import { subjectOf } from '../../domain/subject.ts'
import { token } from '../../domain/text/tokens.ts'
import { campaignsSending } from '../../store/campaign-list.ts'
import { outboxOf } from '../outbox.ts'
import type { Followed } from './followed.ts'

/** What a campaign has together with others is said on theirs too, and its being taken back to who owns them. */

const MOVES: ReadonlySet<CampaignEvent['kind']> = new Set([
  'approved',
  'approval_taken_back',
  'lapsed',
  'withdrawn',
  'launch_started',
  'went_live',
  'stopped',
  'cancelled',
  'concluded',
])
const STAGES = ['preparing', 'in_review', 'approved', 'launching', 'live', 'paused'] as const

/** Cards and requests of others say how far this one is, and so does the question of their Stop. */
export async function redrawSharing(
  { state: { campaign }, open }: Followed,
  events: readonly CampaignEvent[],
): Promise<void> {
  const own = thingsOf(campaign, open.catalog)
  if (own.length === 0 || !events.some(({ kind }) => MOVES.has(kind))) return
  const targets = own.map(({ target }) => target)
  for (const other of await campaignsSending(open.db, campaign.teamId, STAGES, targets)) {
    const has = thingsOf(other, open.catalog).some((each) => own.some((thing) => isSame(thing, each)))
    if (other.id === campaign.id || !has) continue
    const outbox = outboxOf(open, { campaign: other })
    outbox.redrawCard()
    await outbox.redraw('approval')
  }
}

/** Whoever owns a campaign that runs with what was just taken back is told, once a thing. */
export async function tellTakenFrom(
  { state: { campaign, steps }, open }: Followed,
  { n, undo, plan }: LaunchStep,
): Promise<void> {
  const thing = thingOf(plan, open.catalog)
  if (!undo || !thing?.isSet) return
  const first = steps.find((step) => {
    const has = thingOf(step.plan, open.catalog)
    return has !== null && isSame(has, thing)
  })
  const subject = subjectOf('taken_from', campaign.id, first?.n ?? n)
  const all = await campaignsSending(open.db, campaign.teamId, STAGES, [thing.target])
  for (const other of all.filter((each) => each.id !== campaign.id && isOut(each))) {
    const shares = sharings(campaign, [other], open.catalog).some((each) => isSame(each.thing, thing))
    if (!shares) continue
    const [taken, kept] = [campaignWords(campaign), campaignWords(other)]
    const words = `${thingWords(thing, open.catalog)} was taken back with ${taken}, by ${token.person(undo.by)}; ${kept} has it too.\nLook whether ${kept} still reaches its people. If it is to go on, turn it on there again.`
    await outboxOf(open, { campaign: other }).post({
      ...{ kind: 'notice', subject, target: other.owner },
      data: { words },
    })
  }
}
