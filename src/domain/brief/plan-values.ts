import { Refusal } from '../../refusal.ts'
import type { UserId } from '../people.ts'
import type { PlannedStep } from '../state/brief.ts'
import { misreadWords } from '../text/misread.ts'
import { peopleIn, token } from '../text/tokens.ts'
import { tidyLine, unreadable, withinLength } from '../text/typed-value.ts'
import { bare, isBlank } from '../text/visible.ts'

/** How a plan is typed, by targets that there are. */
export function planForm(targets: readonly { readonly name: string }[]): string {
  const [target] = targets
  const sent = target ? '`webhook <target> [words]` or ' : ''
  const example = target ? `webhook ${target.name}; ` : ''
  return `Write the steps in order, between semicolons or one a line: ${sent}\`manual @person <what to do>\`; for example \`${example}manual @mei Press send in Braze\`.`
}

const MOST_STEPS = 20
const LONGEST_WORDS = 300

/** How people stand in a plan: `idIn` finds whom a step names, `as` is how they stand there; `who` and `form` say it to who types. */
export interface PlanForm {
  readonly idIn: (step: string) => UserId | undefined
  readonly as: (id: UserId) => string
  readonly who: string
  readonly form: string
}

/** People as `{@U1}`, targets that there are in the examples. */
export const mentioned = (targets: readonly { readonly name: string }[] = []): PlanForm => ({
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
    .map((step) => readStep(step, as))
  if (steps.length === 0) throw unreadable('a launch plan', typed, as.form)
  if (steps.length > MOST_STEPS)
    throw new Refusal('invalid', `That is ${steps.length} steps; ${MOST_STEPS} fit in a launch plan.`)
  return steps
}

/** A plan as `parsePlan` reads it back, one step a line; people as `{@U1}`. */
export function planText(plan: readonly PlannedStep[]): string {
  return plan
    .map((step) =>
      step.kind === 'sent'
        ? `webhook ${step.target} ${step.words}`.trim()
        : `manual ${token.person(step.person)} ${step.words}`,
    )
    .join('\n')
}

function readStep(step: string, { idIn, as, who, form }: PlanForm): PlannedStep {
  const [, kind = '', said = ''] = /^(webhook|manual)(?: (.*))?$/i.exec(step) ?? []
  if (kind.toLowerCase() === 'webhook') {
    const [copied = '', ...rest] = said.split(' ')
    const target = bare(copied)
    if (target === '') throw unreadable('a step', step, `Which target? ${form}`)
    return sentStep(target, rest.join(' '))
  }
  if (kind === '') throw unreadable('a step', step, `${misreadWords(step.split(' ')[0] ?? '', KINDS)}${form}`)
  const person = idIn(said)
  if (!person) throw unreadable('a step', step, `Who does it? ${who} ${form}`)
  const task = tidyLine(said.replace(as(person), ''))
  if (isBlank(task)) throw unreadable('a step', step, `What is to be done? ${form}`)
  return humanStep(person, task)
}

const KINDS = ['webhook', 'manual'] as const

export function sentStep(target: string, words: string): PlannedStep {
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
