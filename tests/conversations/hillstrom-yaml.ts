import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { TEAMS } from './stand.ts'

export const HILLSTROM_FILE = resolve('../shared/data/hillstrom.csv.gz')
export const hillstromIsThere = existsSync(HILLSTROM_FILE)
if (!hillstromIsThere) console.log('Skipped: ../shared/data/hillstrom.csv.gz is not there.')

/** The published campaign as stairway.yaml declares it; its file has no times, so both weeks start with `sentAt`. */
export function hillstromYaml(sentAt: string, seenAt: string, targetUrl = 'http://127.0.0.1:9/hook'): string {
  const metric = (name: string, label: string, kind: string, column: string, extra = '') => `
  ${name}:
    label: ${label}
    kind: ${kind}
    direction: up
    warehouse: files
    ${extra}
    sql: |
      select unit, timestamp '${seenAt}' as at, ${column} as value
      from (select row_number() over () as unit, ${column} from customers)
      where ${column} > 0`
  return `${TEAMS}
policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h }
warehouses:
  files: { type: files, tables: { customers: ${HILLSTROM_FILE} } }
exposures:
  customers:
    warehouse: files
    sql: select row_number() over () as unit, treatment as arm, timestamp '${sentAt}' as exposed_at from customers
metrics:${metric('visit', 'Visit', 'proportion', 'visit')}${metric('purchase', 'Purchase', 'proportion', 'conversion')}${metric('spend', 'Spend', 'mean', 'spend', 'unit: USD')}
targets:
  sender: { title: Start the send, url: "${targetUrl}", secret: env:SENDER_SECRET }
`
}
