import type { Surface } from '../../domain/state/actor.ts'
import type { Act, BotDeps } from '../context.ts'
import { LATE, within } from '../patience.ts'

/** What the payloads of commands, clicks and modals have in common. */
interface Payload {
  readonly teamId: string
  readonly userId: string
  readonly triggerId: string
  readonly channel: string | null
  readonly surface: Surface
}

/** Who acts, from where, when, in which zone. */
export async function actOf(deps: BotDeps, payload: Payload): Promise<Act> {
  const { teamId, userId, surface, triggerId, channel } = payload
  const delivery = triggerId ? { delivery: triggerId } : {}
  return {
    deps,
    actor: { teamId, userId, surface, ...delivery },
    zone: await deps.people.zone(userId),
    now: deps.now(),
    triggerId,
    channel,
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
