import type { Catalog } from '../../../src/domain/catalog/catalog.ts'
import type { Membership } from '../../../src/domain/people.ts'
import type { Look } from '../../../src/slack/cards/look.ts'

const NAMES: Readonly<Record<string, string>> = {
  UANA: 'Ana',
  URAJ: 'Raj',
  UMEI: 'Mei',
  UTOM: 'Tom',
  stairway: 'Stairway',
}

export const MEMBERS: Membership = new Map([
  ['growth', new Set(['UANA', 'UTOM', 'UMEI'])],
  ['data', new Set(['URAJ', 'UMEI'])],
])

export const CATALOG: Catalog = {
  teams: [],
  policies: [],
  templates: [],
  warehouses: [],
  exposures: [{ name: 'mailed', warehouse: 'events', sql: 'select 1' }],
  metrics: [
    {
      name: 'purchase',
      label: 'Purchase',
      kind: 'proportion',
      direction: 'up',
      windowDays: 14,
      warehouse: 'events',
      sql: 'select 1',
    },
  ],
  targets: [
    {
      name: 'crm',
      kind: 'webhook',
      title: 'CRM',
      host: 'crm.example',
    },
  ],
  checks: [],
  freezes: [],
}

/** The look of a channel: whoever reads it. */
export function lookAt(now: Date, names: Readonly<Record<string, string>> = NAMES): Look {
  return { names: (id) => names[id] ?? id, reader: null, now, members: MEMBERS, catalog: CATALOG }
}
