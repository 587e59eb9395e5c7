import type { Arm, Brief, Guardrail, Outcome, PlannedStep } from './campaign.ts'
import { quote } from './key.ts'

/** One value of a brief as people read it, people and channels as tokens; "none" where it is empty. */
export function briefValueWords<Field extends keyof Brief>(field: Field, value: Brief[keyof Brief]): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none'
  switch (field) {
    case 'outcome':
      return outcomeWords(value as Outcome)
    case 'guardrails':
      return (value as Guardrail[]).map(guardrailWords).join(', ')
    case 'audience': {
      const audience = value as NonNullable<Brief['audience']>
      return audience.size === null ? quote(audience.words) : thousands(audience.size)
    }
    case 'arms':
      return armsWords(value as Arm[])
    case 'plan':
      return (value as PlannedStep[]).map(plannedStepWords).join(', ')
    case 'horizonDays':
      return value === 1 ? '1 day' : `${value} days`
    case 'partner':
      return `{@${value}}`
    case 'channel':
      return `{#${value}}`
    default:
      return quote(String(value))
  }
}

export function outcomeWords(outcome: Outcome): string {
  const sign = outcome.direction === 'up' ? '+' : '−'
  const least =
    outcome.minimumEffect === null ? outcome.direction : `${sign}${percent(outcome.minimumEffect)} or more`
  return `${outcome.metric} ${least}`
}

export function guardrailWords({ metric, margin }: Guardrail): string {
  const amount = margin.unit === 'relative' ? percent(margin.amount) : `${number(margin.amount * 100)} points`
  return `${metric}, at most ${amount} worse`
}

export function armsWords(arms: readonly Arm[]): string {
  const total = arms.reduce((sum, arm) => sum + arm.weight, 0)
  return arms.map((arm) => `${quote(arm.name)} ${percent(arm.weight / total)}`).join(', ')
}

export function plannedStepWords(step: PlannedStep): string {
  return step.kind === 'webhook'
    ? quote(step.words || step.target)
    : `{@${step.person}}: ${quote(step.words)}`
}

function percent(share: number): string {
  return `${number(share * 100)} %`
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** "42 610", with a thin space. */
export function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009')
}
