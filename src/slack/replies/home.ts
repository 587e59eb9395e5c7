import type { HomeView } from '@slack/types'
import { openChoice } from '../../domain/choice/choice.ts'
import { isOver } from '../../domain/choice/ending.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { WaitsOn } from '../../usecases/reads/waiting.ts'
import { waitsOn } from '../../usecases/reads/waiting.ts'
import type { Look } from '../cards/look.ts'
import { count } from '../cards/parts.ts'
import { waitingParts } from '../cards/waiting.ts'
import type { BotDeps } from '../context.ts'
import { header, note, section } from '../kit/blocks.ts'
import { fitParts, VIEW } from '../kit/fit.ts'
import { code, dateToken, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { home } from '../kit/surfaces.ts'
import { lookFor } from './look-for.ts'

/** App Home: what waits on a person, and their campaigns. `zone` (IANA) is where their days begin and end. */
export function homeView(waits: WaitsOn, look: Look, zone: string): HomeView {
  const asOf = note(md`As of ${dateToken(look.now)}. Everything here works as text too: \`/campaign help\``)
  const running = runningLine(waits.running ?? [], look)
  return home(
    fitParts(
      [header('Waiting on you'), running && section(running), ...waitingParts(waits, look, zone), asOf],
      VIEW,
    ),
  )
}

/** "3 campaigns run: `winback` waits for a decision; `loyalty` is over."; null where none asks for anything. */
function runningLine(running: readonly Campaign[], look: Look): Mrkdwn | null {
  const waits = running.filter((campaign) => openChoice(campaign) !== null)
  const over = running.filter((campaign) => isOver(campaign, look.catalog.metrics, look.now))
  const counted = [
    counts(waits, ['waits for a decision', 'wait for a decision']),
    counts(over, ['is over', 'are over']),
  ].filter((each) => each !== null)
  if (counted.length === 0) return null
  return md`${count(running.length, 'campaign runs', 'campaigns run')}: ${joinMd(counted, '; ')}.`
}

const NAMED = 5

function counts(campaigns: readonly Campaign[], [one, many]: readonly [string, string]): Mrkdwn | null {
  if (campaigns.length === 0) return null
  const named = campaigns.slice(0, NAMED).map(({ key }) => code(key))
  const rest = campaigns.length - named.length
  const names = joinMd(rest > 0 ? [...named, md`${rest} more`] : named, ', ')
  return md`${names} ${campaigns.length === 1 ? one : many}`
}

/** Draws and publishes somebody's Home. `hash` is that of the view in the event that asked for it. */
export async function publishHome(
  deps: BotDeps,
  teamId: string,
  userId: string,
  hash?: string,
): Promise<void> {
  try {
    await publish(deps, teamId, userId, hash)
  } catch (error) {
    if (hash === undefined || !isHashConflict(error)) throw error
    await publish(deps, teamId, userId)
  }
}

/** Always draws from the facts as they are now: after a conflict the first drawing is old. */
async function publish(deps: BotDeps, teamId: string, userId: string, hash?: string): Promise<void> {
  const waits = await waitsOn(deps, { teamId, userId })
  const view = homeView(waits, await lookFor(deps, userId, waits), await deps.people.zone(userId))
  await deps.client.views.publish({ user_id: userId, view, ...(hash === undefined ? {} : { hash }) })
}

function isHashConflict(error: unknown): boolean {
  return (error as { data?: { error?: string } }).data?.error === 'hash_conflict'
}
