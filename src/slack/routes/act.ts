import type { Surface } from '../../domain/state/actor.ts'
import { isOutside, type Origin } from '../belonging.ts'
import type { Act, BotDeps } from '../context.ts'
import { LATE, within } from '../patience.ts'

/** What the payloads of commands, clicks and modals have in common. */
interface Payload extends Origin {
  readonly userId: string
  readonly triggerId: string
  readonly channel: string | null
  readonly surface: Surface
}

/** Who acts, from where, when, in which zone. */
export async function actOf(deps: BotDeps, payload: Payload): Promise<Act> {
  const { teamId, userId, surface, triggerId, channel } = payload
  const delivery = triggerId ? { delivery: triggerId } : {}
  const zone = await deps.people.zone(userId)
  const outside = (await actsFromOutside(deps, payload)) ? ({ outside: true } as const) : {}
  return {
    deps,
    actor: { teamId, userId, surface, ...delivery, ...outside },
    zone,
    now: deps.now(),
    triggerId,
    channel,
  }
}

/** Who is of a declared team is one of the workspace, wherever they are from. */
async function actsFromOutside(deps: BotDeps, payload: Payload): Promise<boolean> {
  const { userId } = payload
  if (!isOutside(payload, await deps.people.belonging(userId))) return false
  return ![...(await deps.members()).values()].some((team) => team.has(userId))
}

/** What clicks and submissions say of where they come from. */
export interface Interaction {
  readonly team: { readonly id: string; readonly enterprise_id?: string } | null
  readonly user: { readonly id: string; readonly team_id?: string }
  readonly enterprise?: { readonly id: string }
  readonly view?: { readonly app_installed_team_id?: string }
}

/** In a shared channel `team` may be that of who acts: a view names the workspace that Stairway is installed in. */
export function originOf({ team, user, enterprise, view }: Interaction): Origin {
  return {
    teamId: view?.app_installed_team_id ?? team?.id ?? user.team_id ?? '',
    enterpriseId: enterprise?.id ?? team?.enterprise_id ?? null,
    userTeamId: user.team_id ?? null,
  }
}

/** Slack waits for three. */
const IN_TIME_MS = 2_000

/** Waits for `work` as long as Slack lets us: its value, or null after 2 s with `late` having been called. */
export async function inTime<T>(
  work: Promise<T>,
  onTime: (value: T) => Promise<void>,
  late: () => Promise<void>,
  afterwards: (value: T) => Promise<void>,
): Promise<void> {
  const first = await within(work, IN_TIME_MS)
  if (first !== LATE) return onTime(first)
  await late()
  await afterwards(await work)
}
