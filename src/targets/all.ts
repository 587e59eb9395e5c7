import type { Kind } from '../config/kinds.ts'
import type { PlannedStep } from '../domain/state/brief.ts'
import { census } from './census.ts'
import { dbtCloud } from './dbt-cloud.ts'
import { githubActions } from './github-actions.ts'
import { hightouch } from './hightouch.ts'
import { person } from './person.ts'
import { rudderstack } from './rudderstack.ts'
import type { Sender, Target, Targets } from './target.ts'
import { webhook } from './webhook.ts'

/** The kinds that an entry of `targets:` can be of. */
export const TARGET_KINDS: readonly Kind<Sender>[] = [
  hightouch,
  census,
  dbtCloud,
  githubActions,
  rudderstack,
  webhook,
]

/** What an entry is of that names no kind: those of before there were several. */
export const USUAL_TARGET = webhook.kind

/** Where a step of a plan goes; undefined where stairway.yaml declares its target no more. */
export function targetOf(step: PlannedStep, targets: Targets): Target | undefined {
  return step.kind === 'human' ? person : targets.get(step.target)
}
