import type { Arm, Brief, Guardrail, Outcome, PlannedStep } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'
import {
  formatAmount,
  formatCount,
  formatPercent,
  formatPoints,
  formatSignedPercent,
} from '../text/numbers.ts'
import { token } from '../text/tokens.ts'
import { percentText } from '../text/typed-number.ts'
import { quote } from '../text/typed-value.ts'
import { boundWords, waitWords } from './wait-words.ts'

const NAME_SHOWN = 150

/** The beginning of a campaign's name in bold, as a token. */
export function nameWords({ name }: Pick<Brief, 'name'>): string {
  return token.bold(beginningOf(name))
}

/** The same, as the way to its card. */
export function campaignWords({ key, brief }: Pick<Campaign, 'key' | 'brief'>): string {
  return token.campaign(key, beginningOf(brief.name))
}

function beginningOf(name: string): string {
  const letters = [...name.slice(0, 2 * NAME_SHOWN + 1)]
  return letters.length > NAME_SHOWN ? `${letters.slice(0, NAME_SHOWN - 1).join('')}…` : name
}

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
      return audience.size === null ? quote(audience.words) : formatCount(audience.size)
    }
    case 'arms':
      return armsWords(value as Arm[])
    case 'plan':
      return (value as PlannedStep[]).map(plannedStepWords).join(', ')
    case 'horizonDays':
      return value === 1 ? '1 day' : `${value} days`
    case 'partner':
      return token.person(String(value))
    case 'channel':
      return token.channel(String(value))
    default:
      return quote(String(value))
  }
}

function outcomeWords(outcome: Outcome): string {
  const { metric, direction, minimumEffect, baseline, bayesian } = outcome
  const known = baseline === undefined ? '' : `, from ${percentText(baseline)} %`
  const chance = `${known}${bayesian ? ', with the chance to win' : ''}`
  if (minimumEffect === null) return `${metric} ${direction}${chance}`
  const effect = formatSignedPercent(direction === 'up' ? minimumEffect : -minimumEffect)
  return `${metric} ${effect} or more${chance}`
}

export function guardrailWords({ metric, margin, stopOnHarm }: Guardrail): string {
  return `${metric}, at most ${marginWords(margin)} worse${stopOnHarm ? ', else it stops by itself' : ''}`
}

function marginWords({ amount, unit, measure }: Guardrail['margin']): string {
  if (unit === 'relative') return formatSignedPercent(amount).replace(/^\+/, '')
  return measure ? `${formatAmount(amount)} ${measure}` : formatPoints(amount)
}

export function armsWords(arms: readonly Arm[]): string {
  const total = arms.reduce((sum, arm) => sum + arm.weight, 0)
  return arms.map((arm) => `${quote(arm.name)} ${shareWords(arm.weight / total)}`).join(', ')
}

/** As few decimals as show the share: 33 % of a third, 12.5 % of an eighth, 0.3 % of 3 in 1 003; never none or all of it. */
function shareWords(share: number): string {
  const percent = share * 100
  const rounded = [0, 1, 2, 3, 4].map((decimals) => Number(percent.toFixed(decimals)))
  const exact = rounded.findIndex((each) => Math.abs(each - percent) < 1e-9)
  const told = rounded.findIndex((each) => (each > 0 && each < 100) || share === 1)
  return formatPercent(share, exact < 0 ? Math.max(told, 0) : exact)
}

function plannedStepWords(step: PlannedStep): string {
  const what =
    step.kind === 'sent'
      ? quote(step.words || step.target)
      : `${token.person(step.person)}: ${quote(step.words)}`
  const bound = boundWords(step)
  return [what, bound, step.after && waitWords(step.after)].filter(Boolean).join(' ')
}
