import type { HomeView } from '@slack/types'
import type { WaitsOn } from '../../usecases/reads/waiting.ts'
import { waitsOn } from '../../usecases/reads/waiting.ts'
import type { Look } from '../cards/look.ts'
import { waitingParts } from '../cards/waiting.ts'
import type { BotDeps } from '../context.ts'
import { header, note } from '../kit/blocks.ts'
import { fitParts, VIEW } from '../kit/fit.ts'
import { dateToken, md } from '../kit/mrkdwn.ts'
import { home } from '../kit/surfaces.ts'
import { lookFor } from './look-for.ts'

/** App Home: what waits on a person, and their campaigns. `zone` (IANA) is where their days begin and end. */
export function homeView(waits: WaitsOn, look: Look, zone: string): HomeView {
  const asOf = note(md`As of ${dateToken(look.now)}. Everything here works as text too: \`/campaign help\``)
  return home(fitParts([header('Waiting on you'), ...waitingParts(waits, look, zone), asOf], VIEW))
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
