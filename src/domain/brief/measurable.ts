import type { Catalog } from '../catalog/catalog.ts'
import type { Brief } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'
import { quoted } from '../text/typed-value.ts'
import { listed } from '../text/words.ts'

type Declared = Pick<Catalog, 'metrics' | 'exposures'>

/** What a goal can't be measured without; `how` says how it is set, in words with code. */
interface Lack {
  readonly what: string
  readonly how: string
}

/** "No exposure query and no control arm: this can't be measured"; null where it can, or has no goal yet. */
export function unmeasurableWords(brief: Brief, declared: Declared): string | null {
  const lacks = lacksOf(brief, declared, '')
  if (lacks.length === 0) return null
  const words = listed(lacks.map(({ what }) => what))
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}: this can't be measured`
}

/** How each of what is lacking is set, a line each; empty where nothing is. */
export function measurableWays({ key, brief }: Pick<Campaign, 'key' | 'brief'>, declared: Declared): string {
  return lacksOf(brief, declared, key)
    .map(({ how }) => how)
    .join('\n')
}

function lacksOf(brief: Brief, { metrics, exposures }: Declared, key: string): Lack[] {
  const { outcome, exposures: named, arms } = brief
  if (!outcome) return []
  const lacks: Lack[] = []
  if (!metrics.some(({ name }) => name === outcome.metric))
    lacks.push({
      what: `no metric ${quoted(outcome.metric)} in stairway.yaml`,
      how: `\`/campaign brief ${key} outcome …\` names another metric. ${declaredWords('metric', metrics)}`,
    })
  if (!exposures.some(({ name }) => name === named)) {
    const [first] = exposures
    lacks.push({
      what: named === null ? 'no exposure query' : `no exposure query ${quoted(named)} in stairway.yaml`,
      how: `\`/campaign brief ${key} exposures ${first?.name ?? '<name>'}\` says who was in which arm. ${declaredWords('exposure query', exposures)}`,
    })
  }
  if (arms.length < 2)
    lacks.push({
      what: 'no control arm',
      how: `\`/campaign brief ${key} arms control, treatment\` splits the people; the first arm is the control.`,
    })
  return lacks
}

const SHOWN = 20

function declaredWords(what: string, names: readonly { readonly name: string }[]): string {
  if (names.length === 0) return `stairway.yaml declares no ${what} yet.`
  const shown = names.slice(0, SHOWN).map(({ name }) => name)
  return `stairway.yaml declares ${listed(shown)}.`
}
