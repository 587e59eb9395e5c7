import type { PlanTarget } from '../domain/brief/plan-values.ts'
import { USUAL_TARGET } from '../targets/all.ts'
import type { Sender } from '../targets/target.ts'
import type { Declared, Surroundings } from './around.ts'
import { wordsOf } from './catalog.ts'
import { isMap, type Kind, ofKind } from './kinds.ts'
import { entriesOf, namesOf } from './rules.ts'

/** What a file declares for the briefs of its templates, as far as it can be read: mistakes there hide none of the briefs. */
export function declaredIn(file: unknown, around: Surroundings, kinds: readonly Kind<Sender>[]): Declared {
  return {
    metrics: entriesOf(file, 'metrics').map(([name, metric]) => measuredAs(name, metric)),
    exposures: namesOf(file, 'exposures').map((name) => ({ name })),
    targets: entriesOf(file, 'targets').map(([name, target]) => planTarget(name, target, around, kinds)),
  }
}

function measuredAs(name: string, metric: unknown): Declared['metrics'][number] {
  const { kind, direction, unit }: Record<string, unknown> = isMap(metric) ? { ...metric } : {}
  return {
    name,
    kind: kind === 'mean' || kind === 'ratio' ? kind : 'proportion',
    ...(direction === 'up' || direction === 'down' ? { direction } : {}),
    ...(typeof unit === 'string' ? { unit } : {}),
  }
}

/** With what it reads of a step's words; an entry with mistakes reads any. */
function planTarget(
  name: string,
  target: unknown,
  around: Surroundings,
  kinds: readonly Kind<Sender>[],
): PlanTarget {
  const { data } = ofKind('target', kinds, [around, NO_NAMES], USUAL_TARGET).safeParse(target)
  return data ? { name, kind: data.kind, ...wordsOf(data.opened) } : { name }
}

/** A target names nothing else of the file. */
const NO_NAMES = {
  policies: [],
  templates: [],
  warehouses: [],
  checks: [],
  declared: { metrics: [], exposures: [], targets: [] },
}
