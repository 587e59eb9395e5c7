import type { ApprovalPolicy, Catalog, PolicyRule } from '../catalog/catalog.ts'
import type { Brief, PlannedStep } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'

/** How a step that a person does is called where kinds of targets are named. */
export const BY_HAND = 'manual'

/**
 * The policy that a campaign is decided by: the first whose rule it meets, in the order of stairway.yaml, else that of
 * its template. Null where stairway.yaml declares that no more.
 */
export function policyFor(
  { brief, template, policy }: Campaign,
  { policies, targets }: Pick<Catalog, 'policies' | 'targets'>,
): ApprovalPolicy | null {
  const kinds = brief.plan.map((step) => kindOf(step, targets))
  const ruled = policies.find(({ when }) => when && meets(when, brief, template, kinds))
  return ruled ?? policies.find(({ name }) => name === policy) ?? null
}

/** All that a rule names must hold; of an audience whose size nobody has said nothing does. */
function meets(
  { atLeast, atMost, targets, onlyTargets, templates }: PolicyRule,
  { audience }: Brief,
  template: string | null,
  kinds: readonly string[],
): boolean {
  const size = audience?.size ?? null
  if ((atLeast ?? atMost) !== undefined && size === null) return false
  if (atLeast !== undefined && (size ?? 0) < atLeast) return false
  if (atMost !== undefined && (size ?? 0) > atMost) return false
  if (targets && !kinds.some((kind) => targets.includes(kind))) return false
  if (onlyTargets && !kinds.every((kind) => onlyTargets.includes(kind))) return false
  return !templates || (template !== null && templates.includes(template))
}

/** A target that is declared no more is of no kind that a rule can name. */
function kindOf(step: PlannedStep, targets: Catalog['targets']): string {
  if (step.kind === 'human') return BY_HAND
  return targets.find(({ name }) => name === step.target)?.kind ?? ''
}
