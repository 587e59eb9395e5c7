import type { Catalog, MetricDefinition } from '../../src/domain/catalog/catalog.ts'
import type { Brief } from '../../src/domain/state/brief.ts'

function metric(name: string, kind: MetricDefinition['kind'], direction: 'up' | 'down', unit?: string) {
  const label = `${name[0]?.toUpperCase()}${name.slice(1)}`
  const sql = `select unit, at, value from ${name}`
  return { name, label, kind, direction, windowDays: 14, warehouse: 'w', sql, ...(unit ? { unit } : {}) }
}

/** What a stairway.yaml declares in these tests. */
const flag = {
  host: 'flags.example',
  form: '<flag> on',
  unread: (words: string) => (/ (on|off)$/.test(words) ? null : 'it ends with neither on nor off'),
}

export const CATALOG: Catalog = {
  teams: [
    { name: 'growth', kind: 'growth', members: ['U0ANA', 'U0TOM'] },
    { name: 'data', kind: 'data', members: ['U0RAJ', 'U0MEI'] },
  ],
  policies: [
    {
      name: 'both',
      requires: [
        { team: 'growth', count: 1 },
        { team: 'data', count: 1 },
      ],
      expiresAfterHours: 48,
    },
  ],
  templates: [
    {
      name: 'lifecycle-email',
      title: 'Lifecycle e-mail',
      kind: 'experiment',
      policy: 'both',
      tasks: [
        { title: 'Audience is counted', step: 'collect', team: 'growth', required: true },
        { title: 'Audience model is fresh', step: 'model', team: 'data', required: true, dueInDays: 2 },
        { title: 'Past campaigns are read', step: 'analyze', team: 'data', required: false },
      ],
    },
  ],
  warehouses: [{ name: 'w', type: 'sqlite', file: 'w.db', timeoutSeconds: 5 }],
  exposures: [{ name: 'mailed', warehouse: 'w', sql: 'select unit, arm, exposed_at from mailed' }],
  metrics: [
    metric('purchase', 'proportion', 'up'),
    metric('visit', 'proportion', 'up'),
    metric('unsubscribe', 'proportion', 'down'),
    metric('spend', 'mean', 'up', 'USD'),
  ],
  targets: [
    {
      name: 'sync-audience',
      kind: 'webhook',
      title: 'Sync the audience',
      host: 'hooks.example',
    },
    { name: 'flags', kind: 'launchdarkly', title: 'Flags', ...flag },
    { name: 'mail-eu', kind: 'braze', title: 'Mail EU', host: 'eu.example', form: '<campaign>' },
    { name: 'mail-us', kind: 'braze', title: 'Mail US', host: 'us.example', form: '<campaign>' },
  ],
  checks: [],
  freezes: [],
}

/** A brief in which nothing is said yet. */
export const EMPTY_BRIEF: Brief = {
  name: 'Spring win-back',
  kind: 'experiment',
  partner: null,
  channel: 'C0GROWTH',
  hypothesis: null,
  outcome: null,
  guardrails: [],
  audience: null,
  exposures: null,
  arms: [],
  horizonDays: null,
  plan: [],
}
