/** What the targets of a plan said of its steps before anything is sent, and what of it refuses a submit or a launch. */

import { Refusal } from '../../refusal.ts'
import { unboundedWords } from '../brief/stages.ts'
import type { TargetDefinition } from '../catalog/targets.ts'
import type { PlannedStep } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'
import type { Gate, PlanLooks, SeenStep } from '../state/looks.ts'
import { token } from '../text/tokens.ts'
import { quote } from '../text/typed-value.ts'

/** What was seen of the steps of `plan`, to be kept with its request: of those that are another step by now, that they were not asked. */
export function seenSteps(plan: readonly PlannedStep[], { plan: then, looks }: PlanLooks): SeenStep[] {
  return looks.map(({ n, ...look }): SeenStep => {
    if (!isSame(plan[n - 1], then[n - 1]))
      return { n, is: 'unseen', why: 'the plan changed while it was asked' }
    if (look.is === 'unseen') return { n, ...look }
    const { would: _, ...seen } = look
    return { n, ...seen }
  })
}

function isSame(one: PlannedStep | undefined, other: PlannedStep | undefined): boolean {
  if (one?.kind !== 'sent' || other?.kind !== 'sent') return false
  return one.target === other.target && one.words === other.words
}

export function gatesOf(step: SeenStep | undefined, refusing: 'send' | 'undo'): readonly Gate[] {
  return step?.is === 'seen' ? step.gates.filter(({ refuses }) => refuses.includes(refusing)) : []
}

type Targets = readonly TargetDefinition[]

/** Refuses a plan with a step that nobody could send: a target that is not declared, words that it can't read, something that is not there. */
export function refuseImpossible(
  { key, brief: { plan } }: Pick<Campaign, 'key' | 'brief'>,
  seen: readonly SeenStep[],
  targets: Targets,
): void {
  const said = plan.flatMap((step, i) => {
    const why = impossibleWords(
      step,
      seen.find(({ n }) => n === i + 1),
      targets,
    )
    return why === null ? [] : [`■ ${i + 1} ${stepName(step, targets)}  ${why}`]
  })
  if (said.length === 0) return
  const what = said.length === 1 ? 'a step of its plan' : `${said.length} steps of its plan`
  throw new Refusal(
    'conflict',
    `${key} can't be launched: ${what} can't be done.\n${said.join('\n')}\n\`/campaign brief ${key} plan <steps>\` changes the plan.`,
  )
}

/** Why a step can't be sent at all; null where nothing is known against it. */
export function impossibleWords(
  step: PlannedStep,
  seen: SeenStep | undefined,
  targets: Targets,
): string | null {
  if (step.kind === 'human') return null
  const target = targets.find(({ name }) => name === step.target)
  if (!target) return `no target ${quote(step.target)} is declared any more, so it would fail`
  const unread = target.unread?.(step.words) ?? null
  if (unread !== null) return `can't be read: ${unread}`
  const unbounded = unboundedWords(step, target)
  if (unbounded !== null) return `can't be done: ${unbounded}`
  return seen?.is === 'seen' && seen.exists === false ? 'is not there' : null
}

/** Refuses a launch that a target of its plan would refuse, with the way to where that is opened. */
export function refuseGated(
  { key, brief: { plan } }: Pick<Campaign, 'key' | 'brief'>,
  seen: readonly SeenStep[],
  targets: Targets,
): void {
  const said = seen.flatMap((each) => {
    const step = plan[each.n - 1]
    const gates = gatesOf(each, 'send').map(gateWords)
    return step && gates.length > 0 ? [`■ ${each.n} ${stepName(step, targets)}  ${gates.join(', ')}`] : []
  })
  if (said.length === 0) return
  throw new Refusal(
    'conflict',
    `${key} can't be launched: it would be refused where it is sent.\n${said.join('\n')}\nOnce that is open there, launch it again: \`/campaign launch ${key}\``,
  )
}

/** "LaunchDarkly wants an approval of its own there, open it", the last as a link. */
function gateWords({ words, link }: Gate): string {
  return link === null ? words : `${words}, ${token.link(link, 'open it')}`
}

/** "LaunchDarkly: checkout-banner on". */
function stepName(step: PlannedStep, targets: Targets): string {
  if (step.kind === 'human') return quote(step.words)
  const title = targets.find(({ name }) => name === step.target)?.title ?? step.target
  return step.words === '' ? title : `${title}: ${quote(step.words)}`
}
