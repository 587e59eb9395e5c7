import { map, text } from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import { apiFields, apiKey, baseOf } from '../entry.ts'
import { settingSender } from '../setting/sender.ts'
import type { Setting } from '../setting/setting.ts'
import type { Sender } from '../target.ts'
import { meaningOf } from './approvals.ts'
import { readExperiment } from './experiment.ts'
import { readFlag } from './flag.ts'
import type { Place } from './place.ts'

/**
 * Flags and experiments of PostHog, by the source of PostHog/posthog: products/feature_flags/backend/api,
 * products/experiments/backend (experiment_service, presentation), products/approvals/backend.
 */
export const posthog: Kind<Sender> = {
  kind: 'posthog',
  entry: ({ env }) =>
    map({
      ...named('posthog'),
      ...apiFields('https://us.posthog.com'),
      key: apiKey(env, 'a personal API key'),
      project: text('the number of a project, in quotes', (value) => /^\d{1,12}$/.test(value)),
    }).transform(({ kind, title, ...entry }) => ({
      kind,
      title,
      opened: posthogSender({ ...entry, timeoutSeconds: entry.timeout, deadlineMinutes: entry.deadline }),
    })),
}

interface PosthogSettings {
  /** https://us.posthog.com, https://eu.posthog.com or an own host; not the one that events are sent to. */
  readonly base: string
  readonly key: string
  readonly project: string
  readonly timeoutSeconds: number
  readonly deadlineMinutes: number
}

export function posthogSender(settings: PosthogSettings): Sender {
  const { key, project, timeoutSeconds } = settings
  const base = baseOf(settings.base)
  const headers = { authorization: `Bearer ${key}` }
  const place: Place = {
    api: { base, headers, secrets: [key], timeoutSeconds },
    path: `/api/projects/${project}`,
    approvals: `/api/environments/${project}`,
    page: `${base}/project/${project}`,
  }
  const setting: Setting = {
    api: place.api,
    speech: { experiments: true, decimals: 2 },
    patienceMs: settings.deadlineMinutes * 60_000,
    unread: ({ thing, to }) =>
      to === 'running' && !/^\d{1,12}$/.test(thing) ? 'an experiment is named by its number' : null,
    read: (wish, asked) =>
      wish.to === 'running' ? readExperiment(place, wish, asked) : readFlag(place, wish, asked),
    refusal: (answer) => meaningOf(place, answer),
  }
  return settingSender(setting)
}
