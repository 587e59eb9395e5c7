/** How the stages of a launch are typed: what a step waits for, and one typed step that unfolds into several. */
import { Refusal } from '../../refusal.ts'
import type { UserId } from '../people.ts'
import type { Bound, PlannedStep, Until, Wait } from '../state/brief.ts'
import { readLength } from '../text/typed-length.ts'
import { NUMBER, readWhole } from '../text/typed-number.ts'
import { items, tidyLine, unreadable } from '../text/typed-value.ts'

/** A step as it is typed without what makes a stage of it, and that. */
export interface Stage {
  readonly typed: string
  readonly after?: Wait
  readonly people?: Bound
}

/** Whom words name. */
export type Naming = (words: string) => UserId | undefined

/** How what a step waits for is typed; `someone` is how a person stands in it. */
export function stagesForm(someone: string): string {
  return `What a step waits for stands before it: \`after 1d: …\`, \`after 5000 people: …\`, \`after approval: …\` or \`after ${someone}: …\`, and with \`, else take back\` bad figures take the launch back, not only pause it. A share goes up in stages: \`… stages: 1%, 10%, 100% every 1d\`.`
}

const STAGES_FORM =
  'Write each share with what it waits for: `stages: 1%, 10%, 50%, 100% every 1d`, or `stages: 1% for 1h, 10% until 5000 people, 100%`.'

const AFTER = /^after (.+?)(?:,? else ([^:]+))?: ?(.*)$/i
const STAGES = /^(.+?) stages: ?(.*?)(?:,? else (.+))?$/i
const SHARE = /^(\d{1,3}(?:\.\d{1,2})?) ?%(?: (?:for|until|every|after) (.+))?$/i
const PEOPLE = new RegExp(
  `^(.+?) (first|beyond): ?(${NUMBER}) people(?: (?:for|until) (.+?))?(?:,? else (.+))?$`,
  'iu',
)

/** The stages that a typed step unfolds into; most are one, which waits for nothing. Throws a Refusal for what can't be read. */
export function unfolded(typed: string, idIn: Naming): Stage[] {
  const [, until, otherwise, rest] = AFTER.exec(typed) ?? []
  if (until === undefined || rest === undefined) {
    if (/^after /i.test(typed)) throw unreadable('a step that waits', typed, stagesForm('@mei'))
    return stagesIn(typed, idIn)
  }
  const [first, ...others] = stagesIn(tidyLine(rest), idIn)
  return first ? [{ ...first, after: readWait(until, otherwise, idIn) }, ...others] : []
}

function stagesIn(typed: string, idIn: Naming): Stage[] {
  const [, what, shares, otherwise] = STAGES.exec(typed) ?? []
  if (what !== undefined && shares !== undefined) return shareStages(what, shares, otherwise, idIn)
  const [, whole, which, count = '', until, rule] = PEOPLE.exec(typed) ?? []
  if (whole === undefined) return [{ typed }]
  const people = readPeople(count, typed)
  const only = which?.toLowerCase() === 'first' ? { first: people } : { beyond: people }
  if (until === undefined && rule === undefined) return [{ typed: whole, people: only }]
  if (until === undefined || 'beyond' in only)
    throw unreadable('stages', typed, `Write \`first: ${people} people until @mei\`: the rest follows then.`)
  const after = readWait(until, rule, idIn)
  return [
    { typed: whole, people: only },
    { typed: whole, people: { beyond: people }, after },
  ]
}

function shareStages(what: string, shares: string, otherwise: string | undefined, idIn: Naming): Stage[] {
  const typed = items(shares).map((item) => readShare(item))
  const last = typed.at(-1)
  if (!last || typed.length < 2) throw unreadable('stages', shares, STAGES_FORM)
  refuseFalling(typed, shares)
  if (last.until !== undefined && typed.slice(0, -1).every(({ until }) => until !== undefined))
    throw unreadable('stages', shares, `Nothing follows ${last.share}, so it waits for nothing.`)
  return typed.map(({ share }, i) => {
    const before = typed[i - 1]
    if (!before) return { typed: `${what} ${share}` }
    const until = before.until ?? last.until
    if (until === undefined)
      throw unreadable('stages', shares, `How long is ${before.share} held? ${STAGES_FORM}`)
    return { typed: `${what} ${share} from ${before.share}`, after: readWait(until, otherwise, idIn) }
  })
}

interface Share {
  readonly share: string
  readonly until: string | undefined
}

function readShare(item: string): Share {
  const [, share, until] = SHARE.exec(item) ?? []
  if (share === undefined) throw unreadable('a stage', item, STAGES_FORM)
  return { share: `${share}%`, until }
}

function refuseFalling(stages: readonly Share[], typed: string): void {
  const shares = stages.map(({ share }) => Number.parseFloat(share))
  if (shares.every((share, i) => share > (shares[i - 1] ?? 0))) return
  throw unreadable('stages', typed, 'Each stage reaches more people than the one before it.')
}

/** `1d`, `5000 people`, `approval`, `@mei`, with what follows from bad figures. Throws a Refusal for anything else. */
function readWait(typed: string, otherwise: string | undefined, idIn: Naming): Wait {
  const rule = tidyLine(otherwise ?? 'pause').toLowerCase()
  if (!/^(?:pause|take (?:it )?back)$/.test(rule))
    throw unreadable('what follows from bad figures', rule, 'Write `else pause` or `else take back`.')
  const until = readUntil(tidyLine(typed), idIn)
  if (!until) throw unreadable('what a step waits for', typed, stagesForm('@mei'))
  return { until, ...(rule === 'pause' ? {} : { takesBack: true as const }) }
}

const LONGEST = { min: 1_440, h: 720, d: 90, w: 12 } as const

function readUntil(typed: string, idIn: Naming): Until | null {
  if (/^(?:approved|approval)$/i.test(typed)) return { is: 'approved' }
  const [, sample] = new RegExp(`^(${NUMBER}) people$`, 'iu').exec(typed) ?? []
  if (sample !== undefined) return { is: 'people', people: readPeople(sample, typed) }
  const length = readLength(typed)
  if (length && !length.ahead && length.unit in LONGEST) {
    const { count, unit } = length as { count: number; unit: keyof typeof LONGEST }
    if (count > 0 && count <= LONGEST[unit]) return { is: 'time', count, unit }
  }
  const person = idIn(typed)
  return person === undefined ? null : { is: 'person', person }
}

function readPeople(typed: string, within: string): number {
  const people = readWhole(typed)
  if (people === null || people < 1) throw unreadable('people', within, 'Write a whole number: `500 people`.')
  return people
}

/** As `unfolded` reads it back: "after 1d, else take back: ". */
export function afterText({ after }: Pick<PlannedStep, 'after'>, as: (person: UserId) => string): string {
  return after ? `after ${waitText(after, as)}: ` : ''
}

function waitText({ until, takesBack }: Wait, as: (person: UserId) => string): string {
  return `${untilText(until, as)}${takesBack ? ', else take back' : ''}`
}

function untilText(until: Until, as: (person: UserId) => string): string {
  switch (until.is) {
    case 'time':
      return `${until.count}${until.unit}`
    case 'people':
      return `${until.people} people`
    case 'approved':
      return 'approval'
    case 'person':
      return as(until.person)
  }
}

/** As `unfolded` reads it back: " first: 500 people". */
export function boundText({ people }: Pick<PlannedStep, 'people'>): string {
  if (!people) return ''
  return 'first' in people ? ` first: ${people.first} people` : ` beyond: ${people.beyond} people`
}

/** Throws a Refusal where a target can't bound whom it reaches, with what does instead. */
export function refuseUnbounded(
  step: PlannedStep,
  target: { readonly name: string; readonly bounds?: true },
): void {
  const why = unboundedWords(step, target)
  if (why !== null) throw new Refusal('invalid', why)
}

export function unboundedWords(
  { people }: Pick<PlannedStep, 'people'>,
  { name, bounds }: { readonly name: string; readonly bounds?: true },
): string | null {
  if (!people || bounds) return null
  const count = 'first' in people ? people.first : people.beyond
  return `${name} can't be told to reach ${count} people only. Make a segment or list of ${count} there and send to it in a step of its own; the next one waits with \`after 1d: …\` or \`after @mei: …\`.`
}

const UNIT_MS = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** In milliseconds. */
export function lengthOf({ count, unit }: Extract<Until, { is: 'time' }>): number {
  return count * UNIT_MS[unit]
}

/** Steps that wait for figures: somebody has to be able to say them. */
export function waitsForFigures({ after }: Pick<PlannedStep, 'after'>): boolean {
  return after?.until.is === 'time' || after?.until.is === 'people'
}

/** Whom a step names: who does it, and whom it waits for. */
export function peopleOfStep(step: PlannedStep): UserId[] {
  const until = step.after?.until
  return [...(step.kind === 'human' ? [step.person] : []), ...(until?.is === 'person' ? [until.person] : [])]
}
