import { z } from 'zod'
import { checkNames } from '../domain/brief/brief.ts'
import { type PlanForm, planForm } from '../domain/brief/plan-values.ts'
import { fieldForm, parseBriefValue, type TextField } from '../domain/brief/values.ts'
import type { TemplateBrief } from '../domain/catalog/catalog.ts'
import { isBlank } from '../domain/text/visible.ts'
import { parseSchedule, SCHEDULE_FORMS } from '../domain/time/schedule.ts'
import { Refusal } from '../refusal.ts'
import type { Declared } from './around.ts'
import { map } from './fields.ts'
import { looksSecret } from './problems.ts'

/** The file knows no names of people, so a manual step names who does it by their id. */
function planOf({ targets }: Declared): PlanForm {
  return {
    targets,
    idIn: (step) => /^[UW][A-Z0-9]+(?= |$)/.exec(step)?.[0],
    as: (id) => id,
    who: 'Give the id of a Slack user.',
    form: planForm(targets, '<id of a Slack user>', 'U012AB3CD'),
  }
}

/** The brief of a template, each field as `/campaign brief <key> <field>` takes it. */
export function templateBrief(declared: Declared) {
  const field = (name: Exclude<TextField, 'name'>) => {
    const form = name === 'plan' ? planOf(declared).form : fieldForm(name, declared)
    return typed(form, (text) => readField(name, text, declared)).optional()
  }
  return map({
    hypothesis: field('hypothesis'),
    outcome: field('outcome'),
    guardrails: field('guardrails'),
    audience: field('audience'),
    arms: field('arms'),
    horizon: field('horizon'),
    exposures: field('exposures'),
    plan: field('plan'),
  }).transform((fields): TemplateBrief => Object.assign({}, ...Object.values(fields)))
}

/** When digests come, as `/campaign digest <key>` takes it; in `zone` where it names none. */
export function digestSchedule(zone: string) {
  return typed(`Write one of ${SCHEDULE_FORMS}.`, (text) => parseSchedule(text, zone))
}

function readField(field: TextField, text: string, declared: Declared): TemplateBrief {
  const patch = parseBriefValue(field, text, declared, planOf(declared))
  checkNames(patch, declared)
  return patch
}

/** A text that somebody could have typed in Slack; `14` alone is a number to YAML. What it is refused for is said as there. */
function typed<Value>(form: string, read: (text: string) => Value) {
  const text = z.union([z.string(), z.number()], { error: 'a text, as it is typed after /campaign' })
  return text.transform((value, context) => {
    const line = String(value).trim()
    try {
      if (isBlank(line)) throw new Refusal('invalid', `is empty. ${form}`)
      return read(line)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const message = looksSecret(line) ? `what looks like a secret stands there. ${form}` : error.message
      context.addIssue({ code: 'custom', message, params: { whole: true } })
      return z.NEVER
    }
  })
}
