/** What is wrong with a campaign's data: a task for the data partner while it lasts, and none twice. */
import type { ValidityProblem } from '../readout/pieces.ts'
import type { Readout } from '../readout/readout.ts'
import { dataFaults, problemWords } from '../readout/validity.ts'
import type { CampaignState } from '../state/campaign.ts'
import type { CampaignEvent } from '../state/events.ts'
import type { Fault } from '../state/incidents.ts'
import { MAX_TASKS, nextTask } from '../tasks/checklist.ts'

const TITLES: Readonly<Record<ValidityProblem, string>> = {
  split: 'Find where people get lost or counted twice: the split is off',
  duplicates: 'Find what lets the same person into several arms',
  strays: 'Find who is in arms that the brief does not plan',
  join: 'Find why the people of a metric are not those who were exposed',
  imbalance: 'Find why the arms differed before the campaign began',
  'no data': 'Find why no exposures arrive',
  behind: 'Find why the feed of a metric has stopped',
  stale: 'Bring the data up to date',
}

/** A launch may take a day until its first rows are loaded. */
const DATA_FROM_DAY = 2

/**
 * The events of faults that are new, each with its task, and of those that are gone; none where nothing could be read.
 * `dueAt`: the next working day.
 */
export function faultEvents(
  state: CampaignState,
  readout: Readout | null,
  { now, dueAt }: { readonly now: Date; readonly dueAt: Date },
): CampaignEvent[] {
  if (!readout) return []
  const problems = dataFaults(readout).filter(
    (problem) => problem !== 'no data' || readout.day >= DATA_FROM_DAY,
  )
  const known = state.campaign.faults.map(({ problem }) => problem)
  const fresh = problems.filter((problem) => !known.includes(problem))
  const gone = known.filter((problem) => !dataFaults(readout).includes(problem))
  const first = nextTask(state)
  return [
    ...fresh.flatMap((problem, i) => opened(state, readout, problem, first + i, { now, dueAt })),
    ...gone.map((problem): CampaignEvent => ({ kind: 'fault_gone', problem })),
  ]
}

function opened(
  { campaign }: CampaignState,
  readout: Readout,
  problem: ValidityProblem,
  n: number,
  { now, dueAt }: Parameters<typeof faultEvents>[2],
): CampaignEvent[] {
  const words = problemWords(problem, readout)
  const takes = campaign.endedAt === null && n <= MAX_TASKS
  const fault: Fault = { problem, taskN: takes ? n : null, foundAt: now }
  const found: CampaignEvent = { kind: 'fault_found', fault, words }
  if (!takes) return [found]
  const task = {
    ...({ n, title: TITLES[problem], step: 'collect', team: 'data', assignee: null, dueAt } as const),
    ...({ required: false, state: 'todo', evidence: words, check: null } as const),
  }
  return [{ kind: 'task_added', task }, found]
}
