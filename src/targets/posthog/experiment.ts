import { z } from 'zod'
import { isStatus, type Request } from '../api.ts'
import { get } from '../setting/reading.ts'
import type { Reading, Seen } from '../setting/setting.ts'
import type { Goal, Wish } from '../setting/wish.ts'
import type { Asked } from '../target.ts'
import { foresee } from './approvals.ts'
import { flagPatch, type Place } from './place.ts'

const EXPERIMENT = z.object({
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
  archived: z.boolean().nullish(),
  feature_flag: z.object({ id: z.number(), active: z.boolean() }),
})
type Experiment = z.infer<typeof EXPERIMENT>

export async function readExperiment(place: Place, { thing }: Wish, asked: Asked): Promise<Reading> {
  const path = `${place.path}/experiments/${thing}/`
  const got = await get(place.api, path, EXPERIMENT, asked)
  if (got.is === 'got') return experimentSeen(place, path, got.body)
  const missing = { is: 'missing', where: `${place.api.base}${place.path}` } as const
  return isStatus(got.answer, 404) ? missing : got
}

/** What reaches people is its flag: an experiment that is ended or reset goes on serving until that is inactive. */
function experimentSeen(place: Place, path: string, experiment: Experiment): Seen {
  const status = statusOf(experiment)
  const { id, active } = experiment.feature_flag
  return {
    is: 'seen',
    state:
      active === (status === 'running') ? status : `${status}, its flag ${active ? 'active' : 'inactive'}`,
    idle: !active,
    isSo: (goal) => (goal === 'running' ? status === 'running' : !active),
    towards: (goal) => requestsFor(place, path, experiment, goal),
    foresee: (asked) => foresee(place, id, ACTIONS, asked),
  }
}

type Status = 'draft' | 'running' | 'paused' | 'stopped'

/** As its own serializer names them; older ones called a paused one running. */
function statusOf({ start_date, end_date, feature_flag }: Experiment): Status {
  if (!start_date) return 'draft'
  if (end_date) return 'stopped'
  return feature_flag.active ? 'running' : 'paused'
}

function requestsFor(
  place: Place,
  path: string,
  experiment: Experiment,
  goal: Goal,
): readonly Request[] | string {
  const status = statusOf(experiment)
  if (goal !== 'running')
    return status === 'running'
      ? [{ method: 'POST', path: `${path}pause/` }]
      : [flagPatch(place, experiment.feature_flag.id, { active: false })]
  if (status === 'stopped' || experiment.archived) return 'it has ended there'
  return [{ method: 'POST', path: `${path}${status === 'paused' ? 'resume' : 'launch'}/` }]
}

/** What approval policies call a launch and a pause; without their own they are changes of the flag. */
const ACTIONS = {
  send: ['experiment.launch', 'feature_flag.enable'],
  undo: ['experiment.pause', 'feature_flag.disable'],
}
