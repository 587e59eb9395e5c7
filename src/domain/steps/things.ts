import type { Catalog } from '../catalog/catalog.ts'
import type { PlannedStep } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'
import type { Sharing, Thing } from '../state/things.ts'
import { token } from '../text/tokens.ts'
import { listed } from '../text/words.ts'

/** Which campaigns have the same thing of a target in their plans, and what is said of that. */

type Targets = Pick<Catalog, 'targets'>

/** Null of a step by hand, and where its target names nothing that another step could have too. */
export function thingOf(step: PlannedStep, { targets }: Targets): Thing | null {
  if (step.kind === 'human') return null
  const found = targets.find(({ name }) => name === step.target)?.thing?.(step.words)
  return found ? { target: step.target, ...found } : null
}

/** Each once: stages of a flag are steps of one thing. */
export function thingsOf({ brief }: Pick<Campaign, 'brief'>, catalog: Targets): readonly Thing[] {
  const all = brief.plan.flatMap((step) => thingOf(step, catalog) ?? [])
  return all.filter((thing, i) => all.findIndex((other) => isSame(other, thing)) === i)
}

export function isSame(one: Thing, other: Thing): boolean {
  return one.target === other.target && one.name === other.name
}

/** What a campaign has together with others that are approved or run, by its own plan. */
export function sharings(
  campaign: Pick<Campaign, 'brief'>,
  others: readonly Campaign[],
  catalog: Targets,
): readonly Sharing[] {
  return thingsOf(campaign, catalog).flatMap((thing) =>
    others.flatMap((other): Sharing[] => {
      const { key, brief, stage } = other
      const runs = stage === 'approved' || stage === 'launching' || stage === 'live' || stage === 'paused'
      const has = runs && thingsOf(other, catalog).some((each) => isSame(each, thing))
      return has ? [{ thing, with: { key, name: brief.name, stage } }] : []
    }),
  )
}

/** "flag checkout in LaunchDarkly". */
export function thingWords({ target, name }: Thing, { targets }: Targets): string {
  return `${name} in ${targets.find((each) => each.name === target)?.title ?? target}`
}

/** "shares flag checkout in LaunchDarkly with Spring win-back (live): stopping one turns it off for both", a thing each. */
export function sharingWords(shared: readonly Sharing[], catalog: Targets): readonly string[] {
  const things = shared.filter((each, i) => shared.findIndex(({ thing }) => isSame(thing, each.thing)) === i)
  return things.map(({ thing }) => {
    const others = shared.filter((each) => isSame(each.thing, thing)).map((each) => each.with)
    const names = others.map(({ key, name, stage }) => `${token.campaign(key, name)} (${stage})`)
    const all = others.length === 1 ? 'both' : 'all'
    const stop = thing.isSet ? `: stopping one takes it back for ${all}` : ''
    return `shares ${thingWords(thing, catalog)} with ${listed(names)}${stop}`
  })
}
