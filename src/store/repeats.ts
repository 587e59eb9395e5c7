/** What happened in a time that can happen once alone, and how often it did. */
import type { Knex } from 'knex'
import type { Duty, What } from '../domain/audit/duty.ts'
import type { LaunchStep } from '../domain/state/steps.ts'
import { fromJson, instant } from './kit/json.ts'

interface Happened {
  readonly team_id: string
  readonly campaign_id: number
  readonly campaign: string
  readonly at: number
  readonly kind: string
  readonly data: string
}

const WHAT: Readonly<Record<string, What>> = { launch_started: 'launched', went_live: 'live' }

/** Launches and the steps that ended in them: each once a campaign, each step once a try. */
export async function repeated(db: Knex, since: Date): Promise<Duty[]> {
  const events = await happened(db).where('e.at', '>=', +since).whereRaw(OF_ONCE)
  const campaigns = [...new Set(events.filter(({ kind }) => WHAT[kind]).map((each) => each.campaign_id))]
  const ever: Happened[] = []
  for (const id of campaigns)
    ever.push(...(await happened(db).where('e.campaign_id', id).whereIn('e.kind', Object.keys(WHAT))))
  const times = new Map<string, Duty>()
  for (const event of [...ever, ...events.filter(({ kind }) => !WHAT[kind])]) count(times, event)
  return [...times.values()].filter((duty) => duty.times > 1)
}

/** As the index has it. */
const OF_ONCE = "e.kind in ('launch_started', 'went_live', 'step_changed')"

function happened(db: Knex): Knex.QueryBuilder<object, Happened[]> {
  return db('events as e')
    .join('campaigns as c', 'c.id', 'e.campaign_id')
    .orderBy('e.id')
    .select('e.team_id', 'e.campaign_id', 'c.key as campaign', 'e.at', 'e.kind', 'e.data')
}

function count(times: Map<string, Duty>, event: Happened): void {
  const what = WHAT[event.kind] ?? 'step_done'
  const id = what === 'step_done' ? stepDone(event) : event.campaign_id
  if (id === null) return
  const name = `${event.campaign_id} ${what} ${id}`
  const before = times.get(name)?.times ?? 0
  const { team_id: teamId, campaign } = event
  const of = { teamId, what, campaign, id, dueAt: instant(event.at) }
  times.set(name, { ...of, times: before + 1, isWorkedOn: false })
}

/** Which try of which step ended by this event; null where none did. */
function stepDone({ data }: Happened): string | null {
  const { before, after } = fromJson<{ before: Partial<LaunchStep>; after: LaunchStep }>(data)
  return after.state === 'done' && before.state !== 'done' ? `${after.n}/${after.tries}` : null
}
