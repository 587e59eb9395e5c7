import type { PlannedStep, Until, Wait } from '../state/brief.ts'
import { formatCount } from '../text/numbers.ts'
import { token } from '../text/tokens.ts'

/** "after 1 day, else it pauses", with tokens for people. */
export function waitWords({ until, takesBack }: Wait): string {
  return `${untilWords(until)}, else it ${takesBack ? 'is taken back' : 'pauses'}`
}

const UNITS = { min: 'minute', h: 'hour', d: 'day', w: 'week' } as const

function untilWords(until: Until): string {
  switch (until.is) {
    case 'time':
      return `after ${lengthWords(until.count, until.unit)}`
    case 'people':
      return `once ${formatCount(until.people)} people are exposed`
    case 'approved':
      return 'once an approver says so'
    case 'person':
      return `once ${token.person(until.person)} says so`
  }
}

function lengthWords(count: number, unit: keyof typeof UNITS): string {
  return `${count} ${UNITS[unit]}${count === 1 ? '' : 's'}`
}

/** "the first 500 people"; null where it reaches all. */
export function boundWords({ people }: Pick<PlannedStep, 'people'>): string | null {
  if (!people) return null
  if ('first' in people) return `the first ${formatCount(people.first)} people`
  return `all but the first ${formatCount(people.beyond)} people`
}

/** What a step sets, where it is a stage of it: `checkout 10% from 1%`. */
export interface Share {
  readonly what: string
  readonly to: string
  readonly from: string | null
}

const SHARE = /^(.+?) (\d[\d.]*%)(?: from (\d[\d.]*%))?$/

export function shareOf({ words }: PlannedStep): Share | null {
  const [, what, to, from = null] = SHARE.exec(words) ?? []
  return what === undefined || to === undefined ? null : { what, to, from }
}

/** Steps in their order, the stages of one thing together. */
export function inStages<Step>(steps: readonly Step[], planOf: (step: Step) => PlannedStep): Step[][] {
  const groups: Step[][] = []
  for (const step of steps) {
    const before = groups.at(-1)?.at(-1)
    if (before && follows(planOf(step), planOf(before))) groups.at(-1)?.push(step)
    else groups.push([step])
  }
  return groups
}

/** Whether a step is the next stage of what the one before it has set. */
function follows(step: PlannedStep, before: PlannedStep): boolean {
  const [next, last] = [shareOf(step), shareOf(before)]
  if (!step.after || !next || !last || next.from !== last.to || next.what !== last.what) return false
  if (step.kind === 'human') return before.kind === 'human' && before.person === step.person
  return before.kind === 'sent' && before.target === step.target
}

/** "1%, 10%, 100%, each after 1 day, 2 days in all, else it pauses": stages of one thing, with tokens for people. */
export function stagesWords(stages: readonly PlannedStep[]): string {
  const waits = stages.flatMap(({ after }) => (after ? [waitWords(after)] : []))
  const shares = stages.map((stage) => shareOf(stage)?.to ?? stage.words)
  const [first] = waits
  if (waits.every((wait) => wait === first))
    return `${shares.join(', ')}, each ${first === undefined ? 'at once' : eachWords(stages, first)}`
  const said = stages.map(({ after }, i) => (after ? `${shares[i]} ${waitWords(after)}` : shares[i]))
  return said.join('; ')
}

/** Times of several stages add up, at the least. */
function eachWords(stages: readonly PlannedStep[], words: string): string {
  const waits = stages.flatMap(({ after }) => after ?? [])
  const [first, ...others] = waits
  if (first?.until.is !== 'time' || others.length === 0) return words
  const all = lengthWords(first.until.count * waits.length, first.until.unit)
  return words.replace(/, else it /, `, ${all} in all, else it `)
}
