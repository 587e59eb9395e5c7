import type { Knex } from 'knex'
import type { Config } from '../config.ts'
import { scopeName } from '../domain/digest/portfolio.ts'
import type { Campaign } from '../domain/state/campaign.ts'
import { isThere, openReadOnly, schemaState } from '../store/kit/read-only.ts'
import { newestOpen } from '../store/overview.ts'
import { plannedPortfolios } from '../store/portfolios.ts'
import { openWarehouses } from '../warehouse/open.ts'
import type { Warehouses } from '../warehouse/warehouse.ts'
import type { Seen } from './diagnosis.ts'
import type { Place } from './places.ts'
import { type AskedSlack, askSlack, type Identity, seeToken } from './slack.ts'

export interface Surgery {
  readonly now: () => Date
  /** Of who configures the app in Slack: with it the app's events are read. */
  readonly configToken?: string | undefined
  /** Milliseconds that each thing is waited for. */
  readonly patienceMs?: number
}

/** What is found out once, and what is asked. */
export interface Ground {
  readonly config: Config
  readonly now: () => Date
  readonly configToken: string | undefined
  readonly patienceMs: number
  readonly slack: AskedSlack
  readonly token: Promise<{ readonly seen: Seen; readonly identity: Identity | null }>
  /** Null where Slack does not take the token, or does not answer. */
  readonly identity: Promise<Identity | null>
  /** Null where there is none yet. */
  readonly db: Knex | null
  /** Null where the tables can't be read, or are not those of this version. */
  readonly facts: Promise<Facts | null>
  readonly warehouses: Warehouses
  /** Waits no longer than a second for what hangs. */
  close(): Promise<void>
}

export interface Facts {
  /** Those that have not ended, the newest first. */
  readonly campaigns: readonly Campaign[]
  readonly places: readonly (Place & { readonly teamId: string })[]
}

const PATIENCE_MS = 10_000

export function layGround(config: Config, surgery: Surgery): Ground {
  const { now, configToken, patienceMs = PATIENCE_MS } = surgery
  const { database, catalog } = config
  const slack = askSlack(config.slack, now, patienceMs)
  const token = seeToken(slack)
  const db = isThere(database) ? openReadOnly(database) : null
  const warehouses = openWarehouses(catalog.warehouses)
  return {
    ...{ config, now, configToken, patienceMs, slack, token, db, warehouses },
    identity: token.then(
      ({ identity }) => identity,
      () => null, // what is wrong is said of the token itself
    ),
    facts: readFacts(db).catch(() => null), // and this of the schema
    close: () => inASecond([warehouses.close(), db?.destroy()]),
  }
}

const MOST = 200

async function readFacts(db: Knex | null): Promise<Facts | null> {
  if (!db) return null
  const { pending, unknown } = await schemaState(db)
  if (pending.length > 0 || unknown.length > 0) return null
  const campaigns = await newestOpen(db, MOST)
  const portfolios = await plannedPortfolios(db)
  return {
    campaigns,
    places: [
      ...campaigns.flatMap(({ teamId, key, brief, digest }) =>
        [brief.channel, ...(digest ? [digest.channel] : [])].map((channel) => ({ teamId, channel, of: key })),
      ),
      ...portfolios.flatMap(({ teamId, plan, scope }) =>
        plan ? [{ teamId, channel: plan.channel, of: `digest of ${scopeName(scope)}` }] : [],
      ),
    ],
  }
}

async function inASecond(ends: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const second = new Promise((resolve) => {
    timer = setTimeout(resolve, 1_000)
  })
  await Promise.race([Promise.allSettled(ends), second])
  clearTimeout(timer)
}
