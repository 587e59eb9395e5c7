import type { HomeView } from '@slack/types'
import { type Delegations, delegationsOf } from '../../usecases/reads/delegations.ts'
import type { WaitsOn } from '../../usecases/reads/waiting.ts'
import { overviewFor } from '../../usecases/reads/waiting.ts'
import { delegationBlocks } from '../cards/delegations.ts'
import { type Look, offers } from '../cards/look.ts'
import { allButton, awayButton, growthButton, helpButton, newButton } from '../cards/menu.ts'
import { homeFacts, waitingParts } from '../cards/waiting.ts'
import type { BotDeps } from '../context.ts'
import { actions, header, note } from '../kit/blocks.ts'
import { fitParts, VIEW } from '../kit/fit.ts'
import { dateToken, md } from '../kit/mrkdwn.ts'
import { home } from '../kit/surfaces.ts'
import { lookFor } from './look-for.ts'

const NONE: Delegations = { mine: [], toMe: [] }

/** App Home: what waits on a person, where campaigns stand, and the ways that are always there. `zone` (IANA) is where their days begin and end. */
export function homeView(
  waits: WaitsOn,
  look: Look,
  zone: string,
  delegations: Delegations = NONE,
): HomeView {
  const ways = actions([
    offers(look, 'create', null) && newButton(),
    offers(look, 'search', null) && allButton(),
    offers(look, 'read_growth', null) && growthButton(),
    offers(look, 'delegate', null) && awayButton(),
    helpButton(),
  ])
  const asOf = note(md`As of ${dateToken(look.now)}`)
  const parts = [
    ways,
    ...delegationBlocks(delegations, look),
    header('Waiting on you'),
    ...waitingParts(waits, look, zone),
    asOf,
  ]
  return home(fitParts(parts, VIEW))
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
  const waits = await overviewFor(deps, { teamId, userId })
  const delegations = await delegationsOf(deps, { teamId, userId })
  const look = await lookFor(deps, userId, homeFacts(waits), delegations, { teamId })
  const view = homeView(waits, look, await deps.people.zone(userId), delegations)
  await deps.client.views.publish({ user_id: userId, view, ...(hash === undefined ? {} : { hash }) })
}

function isHashConflict(error: unknown): boolean {
  return (error as { data?: { error?: string } }).data?.error === 'hash_conflict'
}
