import { firstDataLine, proofLine } from '../../domain/incidents/arrival-words.ts'
import { harmWords } from '../../domain/incidents/harm.ts'
import { delayIn } from '../../domain/incidents/proof.ts'
import type { ValidityProblem } from '../../domain/readout/pieces.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import { dataFaults } from '../../domain/readout/validity.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Breach, Harm } from '../../domain/state/incidents.ts'
import type { Task } from '../../domain/state/tasks.ts'
import { isOpen, taskPerson, taskStateWords } from '../../domain/tasks/tasks.ts'
import { withoutCodes } from '../../domain/text/answers.ts'
import { bold, code, dateToken, joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { dueSaid, longRich, person, short } from './parts.ts'

/** What was found of a campaign beside its figures, as its digest and its card say it. */

const SHOWN = 4

/** "Harm  Unsubscribe is 1.9 points higher in mail; 0.5 was allowed, found by the hourly check, Mon 2 Mar 14:00". */
export function harmLines({ campaign }: CampaignState): Mrkdwn[] {
  return campaign.harms.slice(-SHOWN).map(harmLine)
}

/** After a stop, whether nobody is reached any more; nothing where it was not stopped, or nobody has asked yet. */
export function proofLines({ campaign }: CampaignState, look: Look): Mrkdwn[] {
  const { proof } = campaign
  if (!proof) return []
  const line = proofLine(proof, delayIn(look.catalog, campaign))
  const said = look.reader === null ? withoutCodes(line) : line
  return [md`${bold('Reached')}  ${longRich(said, 600, look)}`]
}

/** That nobody was exposed though it is live. */
export function firstDataLines({ campaign: { firstData } }: CampaignState, look: Look): Mrkdwn[] {
  const said = firstData ? firstDataLine(firstData) : null
  return said === null ? [] : [md`${bold('No data')}  ${longRich(said, 600, look)}`]
}

/** Harm that was told before a look and that its verdict says no more, for its data were taken back. */
export function fallenHarmLines({ campaign }: CampaignState, readout: Readout, madeAt: Date): Mrkdwn[] {
  const stands = ({ metric, treatment }: Breach) =>
    readout.crossings.some(
      ({ kind, ...of }) => kind === 'harm' && of.metric === metric && of.arm === treatment.arm,
    )
  return campaign.harms
    .filter(({ at, found }) => at <= madeAt && !found.every(stands))
    .slice(-SHOWN)
    .map(harmLine)
}

function harmLine(harm: Harm): Mrkdwn {
  const who = harm.by === 'watch' ? 'by the hourly check' : 'by a digest'
  const stopped = harm.stops ? ', and stopped by it' : ''
  return md`${bold('Harm')}  ${short(harmWords(harm).replace(/\.$/, ''), 300)}, found ${who}, ${dateToken(harm.at)}${stopped}`
}

/** Faults that there are now, for the card. */
export function openFaultLines(state: CampaignState, look: Look): Mrkdwn[] {
  return state.campaign.faults.flatMap(({ problem }) => faultLine(state, problem, look))
}

const FAULTS: Readonly<Record<ValidityProblem, string>> = {
  split: 'the split is off',
  duplicates: 'people are seen in several arms',
  strays: 'people are in arms that the brief does not plan',
  join: 'the people of a metric are not those who were exposed',
  behind: 'the feed of a metric has stopped',
  imbalance: 'the arms differed before the campaign began',
  'no data': 'no data arrives',
  stale: 'the data is old',
}

function faultLine(state: CampaignState, problem: ValidityProblem, look: Look): Mrkdwn[] {
  const { campaign, tasks } = state
  const fault = campaign.faults.find((each) => each.problem === problem)
  if (!fault) return []
  const task = tasks.find(({ n }) => n === fault.taskN)
  const since = md`${bold('Fault')}  ${FAULTS[problem]} since ${dateToken(fault.foundAt)}`
  return [task ? md`${since}: ${taskWords(state, task, look)}` : since]
}

/** "Task 5 for Raj, due tomorrow 18:00", for each fault of a look: what it is, the verdict says. */
export function faultTasks(state: CampaignState, readout: Readout, look: Look): Mrkdwn[] {
  const { campaign, tasks } = state
  return dataFaults(readout).flatMap((problem) => {
    const fault = campaign.faults.find((each) => each.problem === problem)
    const task = fault && tasks.find(({ n }) => n === fault.taskN)
    if (!task) return []
    if (!isOpen(task)) return [md`Task ${task.n} ${taskStateWords(task.state)}, yet the fault is still there`]
    const due = task.dueAt && dueSaid(task.dueAt, look.now)
    return [joinMd([md`Task ${task.n} for ${person(taskPerson(task, campaign), look)}`, due], ', ')]
  })
}

/** "task 5 for Raj, due in 1 day", or that it is closed though the fault is still there. */
function taskWords({ campaign }: CampaignState, task: Task, look: Look): Mrkdwn {
  const name = code(`/campaign task ${campaign.key} ${task.n}`)
  if (!isOpen(task)) return md`${name} ${taskStateWords(task.state)}, yet the fault is still there`
  const due = task.dueAt && dueSaid(task.dueAt, look.now)
  return joinMd([md`${name} for ${person(taskPerson(task, campaign), look)}`, due], ', ')
}
