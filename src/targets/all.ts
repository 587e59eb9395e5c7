import type { Kind } from '../config/kinds.ts'
import type { PlannedStep } from '../domain/state/brief.ts'
import { braze } from './braze/braze.ts'
import { census } from './census.ts'
import { customerio } from './customerio/customerio.ts'
import { dbtCloud } from './dbt-cloud.ts'
import { githubActions } from './github-actions.ts'
import { growthbook } from './growthbook.ts'
import { hightouch } from './hightouch.ts'
import { iterable } from './iterable/iterable.ts'
import { klaviyo } from './klaviyo/klaviyo.ts'
import { launchdarkly } from './launchdarkly/launchdarkly.ts'
import { person } from './person.ts'
import { posthog } from './posthog/posthog.ts'
import { rudderstack } from './rudderstack.ts'
import { statsig } from './statsig.ts'
import type { Sender, Target, Targets } from './target.ts'
import { unleash } from './unleash.ts'
import { webhook } from './webhook.ts'

/** The kinds that an entry of `targets:` can be of. */
export const TARGET_KINDS: readonly Kind<Sender>[] = [
  launchdarkly,
  growthbook,
  unleash,
  hightouch,
  census,
  dbtCloud,
  customerio,
  braze,
  iterable,
  klaviyo,
  statsig,
  posthog,
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
