import { z } from 'zod'
import { BY_HAND } from '../domain/approval/policy.ts'
import type { ApprovalPolicy } from '../domain/catalog/catalog.ts'
import type { DeclaredNames } from './around.ts'
import { choice, duration, list, map, nameOf, userId } from './fields.ts'

const COUNT = 'a whole number of people, from 1 to 20'
/** Of a request, a month. */
const LONGEST = 720
const PEOPLE = 'a whole number of people, such as 5000'

const hours = (example: string) => duration('h', LONGEST, example)

/** An entry of `policies:`. `kinds`: of what kinds targets can be. */
export function policy(names: DeclaredNames, kinds: readonly string[]) {
  return map({
    requires: z.record(
      z.string(),
      z
        .number({ error: COUNT })
        .refine((count) => Number.isInteger(count) && count >= 1 && count <= 20, { error: COUNT }),
      { error: 'a map of team names to counts' },
    ),
    expires: hours('72h').default(72),
    when: rule(names, [...kinds, BY_HAND]).exactOptional(),
    decline: choice('blocks', 'counts').default('blocks'),
    'self-approval': choice('allowed', 'refused').default('refused'),
    remind: some(list(hours('24h'))).exactOptional(),
    escalate: map({ after: hours('48h'), to: some(list(userId)) }).exactOptional(),
    'break-glass': some(list(userId)).exactOptional(),
  })
    .refine(({ remind = [], expires }) => remind.every((after) => after < expires), {
      path: ['remind'],
      error: 'a reminder comes at or after the end of the request, so that it would never come.',
      params: { whole: true },
    })
    .refine(({ escalate, expires }) => escalate === undefined || escalate.after < expires, {
      path: ['escalate', 'after'],
      error: 'the request has ended by then, so that nobody would be asked.',
      params: { whole: true },
    })
}

function some<Entry extends z.ZodType>(entries: z.ZodArray<Entry>) {
  return entries.refine((all) => all.length >= 1 && all.length <= 20, { error: '1 to 20 entries' })
}

function rule(names: DeclaredNames, kinds: readonly string[]) {
  const people = z
    .number({ error: PEOPLE })
    .refine((count) => Number.isInteger(count) && count >= 1, { error: PEOPLE })
  const someKinds = some(list(nameOf('kind of target', kinds)))
  return map({
    audience: map({ at_least: people.exactOptional(), at_most: people.exactOptional() }).exactOptional(),
    targets: someKinds.exactOptional(),
    'only-targets': someKinds.exactOptional(),
    templates: some(list(nameOf('template', names.templates))).exactOptional(),
  }).refine((named) => Object.keys(named).length > 0, {
    error: 'is empty: it would hold for every campaign. Name audience, targets, only-targets or templates.',
    params: { whole: true },
  })
}

type Entry = z.output<ReturnType<typeof policy>>

export function policyOf({
  name,
  requires,
  expires,
  ...entry
}: Entry & { readonly name: string }): ApprovalPolicy {
  const { when, remind, escalate } = entry
  const glass = entry['break-glass']
  return {
    name,
    requires: Object.entries(requires).map(([team, count]) => ({ team, count })),
    expiresAfterHours: expires,
    ...(when && { when: ruleOf(when) }),
    ...(entry.decline === 'counts' && { declinesCount: true }),
    ...(entry['self-approval'] === 'allowed' && { selfApproval: true }),
    ...(remind && { remindAfterHours: [...new Set(remind)].sort((a, b) => a - b) }),
    ...(escalate && { escalate: { afterHours: escalate.after, to: escalate.to } }),
    ...(glass && { breakGlass: glass }),
  }
}

function ruleOf({
  audience,
  targets,
  templates,
  ...more
}: NonNullable<Entry['when']>): NonNullable<ApprovalPolicy['when']> {
  const onlyTargets = more['only-targets']
  const { at_least: atLeast, at_most: atMost } = audience ?? {}
  return {
    ...(atLeast !== undefined && { atLeast }),
    ...(atMost !== undefined && { atMost }),
    ...(targets && { targets }),
    ...(onlyTargets && { onlyTargets }),
    ...(templates && { templates }),
  }
}
