import { z } from 'zod'
import type { Goal } from '../setting/wish.ts'

/** A flag as LaunchDarkly gives it, and what sets a share of it. */

export const FLAG = z.object({
  archived: z.boolean().optional(),
  variations: z.array(z.object({ _id: z.string(), value: z.unknown() })),
  defaults: z.object({ onVariation: z.number() }).optional(),
  environments: z.record(
    z.string(),
    z.object({
      on: z.boolean(),
      offVariation: z.number().nullish(),
      fallthrough: z
        .object({
          variation: z.number().optional(),
          rollout: z
            .object({
              variations: z.array(z.object({ variation: z.number(), weight: z.number() })),
              contextKind: z.string().nullish(),
              bucketBy: z.string().nullish(),
              experimentAllocation: z.unknown().optional(),
            })
            .optional(),
        })
        .optional(),
    }),
  ),
})
export type Flag = z.infer<typeof FLAG>

export function stateWords(environment: string, flag: Flag): string {
  if (!flag.environments[environment]?.on) return 'off'
  const share = shareOf(environment, flag)
  return share === null || share === 100 ? 'on' : `on for ${share}%`
}

/** Of those whom no rule of its own names, how many percent get what it is on with; null where that can't be said. */
export function shareOf(environment: string, flag: Flag): number | null {
  const on = onVariation(flag)
  const { variation, rollout } = flag.environments[environment]?.fallthrough ?? {}
  if (on === null) return null
  if (!rollout) return variation === undefined ? null : variation === on ? 100 : 0
  const weights = rollout.variations.filter((each) => each.variation === on).map(({ weight }) => weight)
  return weights.reduce((sum, weight) => sum + weight, 0) / 1_000
}

/** Of a flag with two variations that which it is on with. */
function onVariation({ variations, defaults }: Flag): number | null {
  if (variations.length !== 2) return null
  const yes = variations.findIndex(({ value }) => value === true)
  return yes >= 0 ? yes : (defaults?.onVariation ?? null)
}

export type Instruction = Readonly<Record<string, unknown>>

export function instructionsFor(
  environment: string,
  flag: Flag,
  goal: Goal,
): readonly Instruction[] | string {
  if (goal === 'off') return [{ kind: 'turnFlagOff' }]
  if (typeof goal !== 'number') return [{ kind: 'turnFlagOn' }]
  const on = onVariation(flag)
  const { rollout } = flag.environments[environment]?.fallthrough ?? {}
  if (on === null) return 'a share is set of a flag with two variations, one of them its usual when on'
  if (rollout?.experimentAllocation) return 'an experiment runs on its default rule'
  const weights = flag.variations.map(({ _id }, index) => {
    const share = index === on ? goal : 100 - goal
    return [_id, Math.round(share * 1_000)]
  })
  const divided = {
    kind: 'updateFallthroughVariationOrRollout',
    rolloutWeights: Object.fromEntries(weights),
    ...(rollout?.contextKind && { rolloutContextKind: rollout.contextKind }),
    ...(rollout?.bucketBy && { rolloutBucketBy: rollout.bucketBy }),
  }
  return [divided, { kind: 'turnFlagOn' }]
}
