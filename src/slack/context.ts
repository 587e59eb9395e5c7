import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { CampaignReading, ReadingSql } from '../domain/digest/reading.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { CampaignState } from '../domain/state/campaign.ts'
import type { Deps } from '../usecases/deps.ts'
import type { Hearsay, People } from './people/people.ts'
import type { Sparing } from './sparing.ts'

/** What the Slack surfaces need beside the verbs' `Deps`. */
export interface BotDeps extends Deps {
  readonly people: People
  readonly hearsay: Hearsay
  /** Answers the person who just acted: views.*, never a post. */
  readonly client: WebClient
  readonly log: Logger
  /** IANA zone of the workspace's own days: those of quarters. */
  readonly timeZone: string
  /** Asks the warehouse, so it may take a while; never inside a transaction. It is no look that decides anything new. `since`: by exposures from then on. */
  readonly readCampaign: (state: CampaignState, since?: Date) => Promise<CampaignReading>
  /** Where pipelines reach us. */
  readonly reportsAt: ReportsAt
  /** What is read at much cost goes through it. */
  readonly sparing: Sparing
  /** What `readCampaign` would run now. Throws a Refusal where there is nothing to ask. */
  readonly readingSql: (state: CampaignState) => ReadingSql
}

/** Over Socket Mode the port is all that there is, null where PORT is not set; over HTTP it is where Slack calls. */
export type ReportsAt = { readonly over: 'http' } | { readonly over: 'socket'; readonly port: number | null }

/** One thing that somebody did: a command, a click, a submitted modal. */
export interface Act {
  readonly deps: BotDeps
  readonly actor: Actor
  /** IANA zone that this person types times in. */
  readonly zone: string
  readonly now: Date
  /** Opens one modal, within 3 s. */
  readonly triggerId: string
  /** Where it was done; null from Home. */
  readonly channel: string | null
}
