import { Refusal } from '../../refusal.ts'
import type { TargetDefinition } from '../catalog/targets.ts'
import type { UserId } from '../people.ts'
import type { PlannedStep } from '../state/brief.ts'
import { misreadWords } from '../text/misread.ts'
import { peopleIn, token } from '../text/tokens.ts'
import { tidyLine, unreadable, withinLength } from '../text/typed-value.ts'
import { bare, isBlank } from '../text/visible.ts'
import { listed } from '../text/words.ts'
import { afterText, boundText, type Stage, unfolded } from './stages.ts'

/** A target as a plan names it. Without a form nothing is known of how its words are typed. */
export type PlanTarget = Pick<TargetDefinition, 'name' | 'form' | 'unread' | 'bounds'> &
  Partial<Pick<TargetDefinition, 'kind'>>

/** What begins a step, or empties a plan: no target can be called so. */
export const PLAN_KEYWORDS = ['webhook', 'manual', 'after', 'none'] as const

const FORMS_SHOWN = 8

/** How a plan is typed, by targets that there are; `person` is how one stands in it. */
export function planForm(targets: readonly PlanTarget[], person = '@person', someone = '@mei'): string {
  const forms = stepForms(targets).map((form) => `\`${form}\``)
  const all = [...forms, `\`manual ${person} <what to do>\``]
  const said = all.length > 1 ? `${all.slice(0, -1).join(', ')} or ${all.at(-1)}` : all[0]
  return `Write the steps in order, between semicolons or one a line: ${said}; for example \`manual ${someone} Press send in Braze\`.`
}

/** "launchdarkly <flag> on" of each target, as many as are read at a glance. */
function stepForms(targets: readonly PlanTarget[]): string[] {
  const forms = targets.slice(0, FORMS_SHOWN).map(stepForm)
  return targets.length > FORMS_SHOWN ? [...forms, '<another target> …'] : forms
}

/** How a step of this target is typed: "launchdarkly <flag> on". */
export function stepForm({ name, form = '…' }: PlanTarget): string {
  return `${name} ${form}`
}

const MOST_STEPS = 20
const LONGEST_WORDS = 300

/** How people stand in a plan: `idIn` finds whom a step names, `as` is how they stand there; `who` and `form` say it to who types. */
export interface PlanForm {
  readonly targets: readonly PlanTarget[]
  readonly idIn: (step: string) => UserId | undefined
  readonly as: (id: UserId) => string
  readonly who: string
  readonly form: string
}

/** People as `{@U1}`, and these targets. */
export const mentioned = (targets: readonly PlanTarget[] = []): PlanForm => ({
  targets,
  idIn: (step) => peopleIn(step)[0],
  as: token.person,
  who: 'Name a person with @.',
  form: planForm(targets),
})

/** A launch plan as typed; without another form people stand in it as `{@U1}`. */
export function parsePlan(typed: string, as: PlanForm = mentioned()): PlannedStep[] {
  const steps = typed
    .split(/[;\r\n]/)
    .map((step) => tidyLine(step).replace(/^\d{1,2}[.)] /, ''))
    .filter(Boolean)
    .flatMap((step) => stepsIn(step, as))
  if (steps.length === 0) throw unreadable('a launch plan', typed, as.form)
  refuseTooMany(steps)
  return steps
}

export function refuseTooMany({ length }: readonly PlannedStep[]): void {
  if (length > MOST_STEPS)
    throw new Refusal('invalid', `That is ${length} steps; ${MOST_STEPS} fit in a launch plan.`)
}

/** One typed step may be several: each stage is one. */
function stepsIn(typed: string, as: PlanForm): PlannedStep[] {
  return unfolded(typed, as.idIn).map((stage) => staged(readStep(stage.typed, as), stage))
}

/** A step as this stage of it. */
export function staged<Step extends PlannedStep>(step: Step, { after, people }: Omit<Stage, 'typed'>): Step {
  return { ...step, ...(after ? { after } : {}), ...(people ? { people } : {}) }
}

/** A plan as `parsePlan` reads it back, one step a line; people as `{@U1}`. What goes to none of these targets is told by its keyword. */
export function planText(plan: readonly PlannedStep[], targets: readonly PlanTarget[] = []): string {
  return plan
    .map((step) => {
      const what = `${typedStep(step, targets)}${boundText(step)}`
      return `${afterText(step, token.person)}${what}`
    })
    .join('\n')
}

function typedStep(step: PlannedStep, targets: readonly PlanTarget[]): string {
  if (step.kind === 'human') return `manual ${token.person(step.person)} ${step.words}`
  const declared = targets.some(({ name }) => name === step.target)
  return `${declared ? '' : 'webhook '}${step.target} ${step.words}`.trim()
}

/** Throws a Refusal where the target can't read the words, with the form that it can. */
export function refuseUnread(target: PlanTarget, words: string): void {
  const why = target.unread?.(words) ?? null
  if (why === null) return
  const typed = `${target.name} ${words}`.trim()
  throw unreadable(`a step: ${why}`, typed, `Write \`${stepForm(target)}\`.`)
}

function readStep(step: string, as: PlanForm): PlannedStep {
  const [copied = '', ...rest] = step.split(' ')
  const first = bare(copied).toLowerCase()
  if (first === 'manual') return readHuman(step, rest.join(' '), as)
  if (first === 'webhook') return readAddressed(step, rest, as.form)
  const target = targetNamed(first, as.targets)
  if (target) return sentStep(target.name, rest.join(' '))
  const ofKind = as.targets.filter(({ kind }) => kind === first).map(({ name }) => name)
  if (ofKind.length > 1)
    throw unreadable(
      'a step',
      step,
      `Of the kind ${first} there are ${listed(ofKind)}: begin with one of them.`,
    )
  throw unreadable('a step', step, `${misreadWords(copied, beginnings(as.targets))}${as.form}`)
}

/** By its name, or by its kind where no other is of it. */
function targetNamed(word: string, targets: readonly PlanTarget[]): PlanTarget | undefined {
  const ofKind = targets.filter(({ kind }) => kind === word)
  return targets.find(({ name }) => name === word) ?? (ofKind.length === 1 ? ofKind[0] : undefined)
}

function beginnings(targets: readonly PlanTarget[]): string[] {
  return ['webhook', 'manual', ...targets.flatMap(({ name, kind }) => [name, ...(kind ? [kind] : [])])]
}

/** `webhook <target> [words]`, whatever kind it is of: as steps were typed when there was one kind. */
function readAddressed(step: string, [copied = '', ...rest]: readonly string[], form: string): PlannedStep {
  const target = bare(copied)
  if (target === '') throw unreadable('a step', step, `Which target? ${form}`)
  return sentStep(target, rest.join(' '))
}

function readHuman(step: string, said: string, { idIn, as, who, form }: PlanForm): PlannedStep {
  const person = idIn(said)
  if (!person) throw unreadable('a step', step, `Who does it? ${who} ${form}`)
  const task = tidyLine(said.replace(as(person), ''))
  if (isBlank(task)) throw unreadable('a step', step, `What is to be done? ${form}`)
  return humanStep(person, task)
}

export function sentStep(target: string, words: string): Extract<PlannedStep, { kind: 'sent' }> {
  return { kind: 'sent', target, words: stepWords(words) }
}

/** Throws a Refusal where it does not say what is to be done. */
export function humanStep(person: UserId, words: string): PlannedStep {
  if (isBlank(words)) throw new Refusal('invalid', 'What is to be done?')
  return { kind: 'human', person, words: stepWords(words) }
}

function stepWords(words: string): string {
  return withinLength('step', tidyLine(words), LONGEST_WORDS)
}
