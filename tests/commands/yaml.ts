import { type StandOptions, TEAMS } from '../conversations/stand.ts'

const YAML = `${TEAMS}
policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h }
warehouses:
  lost: { type: files, tables: { customers: /nowhere/customers.csv } }
exposures:
  mailed: { warehouse: lost, sql: "select unit, arm, exposed_at from customers" }
metrics:
  purchase: { label: Purchase, kind: proportion, direction: up, warehouse: lost, sql: "select unit, at, value from customers" }
  unsubscribe: { label: Unsubscribe, kind: proportion, direction: down, warehouse: lost, sql: "select unit, at, value from customers" }
  spend: { label: Spend, kind: mean, unit: USD, direction: up, warehouse: lost, sql: "select unit, at, value from customers" }
targets:
  sender: { title: Start the send, url: "http://127.0.0.1:9/hook", secret: env:SENDER_SECRET }
`

/** A Stairway whose warehouse has no file: what is declared can be named, but nothing can be read out. */
export const NOTHING_TO_READ: StandOptions = {
  yaml: YAML,
  env: { SENDER_SECRET: `whsec_${Buffer.from('a secret that only the tests know').toString('base64')}` },
}
