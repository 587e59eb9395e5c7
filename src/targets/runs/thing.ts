import type { z } from 'zod'
import { type Answered, type Api, ask, isOk, isStatus, type Lost, type Request, unasked } from '../api.ts'
import type { Again, Asked, Gate, Unseen } from '../target.ts'
import type { Page } from './run.ts'

/** What runs are of, as it is now. */
export interface Thing {
  readonly exists: boolean
  readonly state: string | null
  readonly gates: readonly Gate[]
}

interface Question {
  readonly api: Api
  readonly request: Request
  readonly asked: Asked
}

/** Asks for it; where it is not there, the tool answers 404. */
export async function lookAt<Schema extends z.ZodType>(
  { api, request, asked }: Question,
  schema: Schema,
  thingOf: (read: z.output<Schema>) => Omit<Thing, 'exists'>,
): Promise<Thing | Unseen> {
  const answer = await ask(api, request, asked)
  const read = isOk(answer) ? schema.safeParse(answer.body) : null
  if (read?.success) return { exists: true, ...thingOf(read.data) }
  return isStatus(answer, 404) ? { exists: false, state: null, gates: [] } : unseen(answer)
}

/** A thing with what its newest runs add to its state. */
export async function withRuns(
  thing: Thing | Unseen,
  { api, request, asked }: Question,
  runsIn: (body: unknown) => Page | null,
): Promise<Thing | Unseen> {
  if ('why' in thing || !thing.exists) return thing
  const answer = await ask(api, request, asked)
  const page = isOk(answer) ? runsIn(answer.body) : null
  if (!page) return unseen(answer)
  return page.runs.some(({ is }) => is === 'on') ? { ...thing, state: onWords(thing.state ?? '') } : thing
}

function unseen(answer: Answered | Lost): Unseen {
  return { is: 'unseen', why: isOk(answer) ? 'an answer that can’t be read' : answer.words }
}

/** "last run success, idle": how a sync is whose state is that of its last run. */
export function endedWords(state: string): string {
  return `last run ${state}, idle`
}

/** "processing, a run is on now". */
export function onWords(state: string): string {
  return `${state}, a run is on now`
}

/** Who else starts runs of a thing: nobody where it says that it runs by hand alone, its schedule wherever that is open. */
export async function schedules(
  { api, request, asked }: Question,
  isByHand: (body: unknown) => boolean,
): Promise<string | null | Again> {
  const answer = await ask(api, request, asked)
  if (isOk(answer)) return isByHand(answer.body) ? null : 'its schedule'
  const why = unasked(api, answer, asked.now)
  return why.is === 'again' ? why : 'its schedule'
}
