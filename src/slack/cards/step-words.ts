import { boundWords, inStages, shareOf, stagesWords, waitWords } from '../../domain/brief/wait-words.ts'
import type { PlannedStep } from '../../domain/state/brief.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { longRich, person, short, shortRich } from './parts.ts'

/** What a launch step does: its words behind the title of a tool, else one of both; a manual one begins with who does it. */
export const stepWords = (step: PlannedStep, look: Look): Mrkdwn => {
  const bound = boundWords(step)
  return bound === null
    ? doneWords(step, step.words, look)
    : md`${doneWords(step, step.words, look)}, ${bound}`
}

const doneWords = (step: PlannedStep, words: string, look: Look): Mrkdwn => {
  if (step.kind === 'human') return md`${person(step.person, look)}: ${shortRich(words, 120, look)}`
  const target = look.catalog.targets.find((each) => each.name === step.target)
  // What a receiver of ours is told says by itself what it does.
  if (!target || target.kind === 'webhook' || words === '')
    return shortRich(words || target?.title || step.target, 120, look)
  return md`${short(target.title, 60)}: ${shortRich(words, 120, look)}`
}

/** What several stages set, without how far: "LaunchDarkly: checkout". */
export const thingWords = (step: PlannedStep, look: Look): Mrkdwn =>
  doneWords(step, shareOf(step)?.what ?? step.words, look)

/** Steps as they are planned, the stages of one thing together: "1–4 LaunchDarkly: checkout 1%, 10%, 100%, each after 1 day, else it pauses". */
export const plannedSteps = (plan: readonly PlannedStep[], look: Look): Planned[] => {
  const groups = inStages(
    plan.map((step, i) => ({ step, n: i + 1 })),
    ({ step }) => step,
  )
  return groups.flatMap((group) => {
    const [first, ...others] = group
    if (!first) return []
    const ns = group.map(({ n }) => n)
    const steps = group.map(({ step }) => step)
    const what =
      others.length > 0
        ? md`${thingWords(first.step, look)} ${longRich(stagesWords(steps), 400, look)}`
        : md`${stepWords(first.step, look)}${waitSaid(first.step, look)}`
    return [{ ns, steps, what, words: md`${rangeWords(ns)} ${what}` }]
  })
}

interface Planned {
  readonly steps: readonly PlannedStep[]
  readonly ns: readonly number[]
  readonly what: Mrkdwn
  /** With its numbers. */
  readonly words: Mrkdwn
}

/** "1–4" */
export const rangeWords = (ns: readonly number[]): string =>
  ns.length > 1 ? `${ns[0]}–${ns.at(-1)}` : `${ns[0]}`

/** ", after 1 day, else it pauses"; empty where a step waits for nothing. */
export const waitSaid = ({ after }: PlannedStep, look: Look): Mrkdwn =>
  after ? md`, ${shortRich(waitWords(after), 200, look)}` : md``

/** "1 sync audience · 2 Raj: check the list". */
export const planWords = (plan: readonly PlannedStep[], look: Look): Mrkdwn => {
  const all = plannedSteps(plan, look)
  const more = all.length > 10 ? [md`and ${all.length - 10} more`] : []
  return joinMd([...all.slice(0, 10).map(({ words }) => words), ...more], ' · ')
}
