import { type FetchFunction, WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { SlackSettings } from '../config/environment.ts'
import { createLogger } from '../log.ts'
import { boltLogger } from '../slack/bolt-logger.ts'
import { patientFetch } from '../slack/http.ts'
import { failureOf } from '../slack/outcome.ts'
import { clockSeen } from './clock.ts'
import { INSTALL_AGAIN, type Seen } from './diagnosis.ts'
import type { Manifest } from './manifest.ts'

/** Slack, asked once for each question; `offset` is by how many milliseconds its clock is ahead of ours, once it has answered. */
export interface AskedSlack {
  readonly client: WebClient
  readonly offset: () => number | null
}

/** As the bot, or by another token of the same Slack; an answer is waited for a little less long than whoever asks waits. */
export function askSlack(
  { botToken, apiUrl }: SlackSettings,
  now: () => Date,
  patienceMs: number,
  token = botToken,
): AskedSlack {
  const patient = patientFetch(now)
  let offset: number | null = null
  const fetch: FetchFunction = async (url, init) => {
    const from = now().getTime()
    const answer = await patient(url, init)
    const at = Date.parse(answer.headers.get('date') ?? '')
    // Slack's time has no part of a second: half of one is the best guess.
    if (!Number.isNaN(at)) offset = at + 500 - (from + now().getTime()) / 2
    return answer
  }
  const client = new WebClient(token, {
    logger: boltLogger(createLogger('silent')),
    fetch,
    timeout: Math.round(patienceMs * 0.8),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
  })
  return { client, offset: () => offset }
}

const text = z.string().min(1)
const IDENTITY = z.object({
  team: text.catch('a workspace'),
  team_id: text.optional().catch(undefined),
  user: text.catch('the bot'),
  bot_id: text.optional().catch(undefined),
  response_metadata: z.object({ scopes: z.array(text).optional().catch(undefined) }).catch({}),
})
export type Identity = z.infer<typeof IDENTITY>

/** Who the bot's token speaks as, where Slack takes it; what Slack said is in `seen` either way. */
export async function seeToken({ client }: AskedSlack): Promise<{ seen: Seen; identity: Identity | null }> {
  try {
    const identity = IDENTITY.parse(await client.auth.test())
    return {
      seen: { is: 'well', saw: `Slack takes it: ${name(identity.user)} in ${name(identity.team)}` },
      identity,
    }
  } catch (error) {
    return { seen: refusedToken(error, 'SLACK_BOT_TOKEN', REINSTALL), identity: null }
  }
}

const REINSTALL = 'Install the app, and put its "Bot User OAuth Token" there.'
const NEW_APP_TOKEN = 'In "Basic Information", "App-Level Tokens": one with connections:write.'

/** A failure that is no answer of Slack's is thrown on. */
function refusedToken(error: unknown, variable: string, todo: string): Seen {
  const failure = failureOf(error)
  if (failure?.is !== 'refused') throw error
  return { is: 'wrong', saw: `Slack does not take ${variable} (${failure.error})`, todo }
}

/** As it stands in a sentence of 60 columns. */
function name(words: string): string {
  return words.length > 20 ? `${words.slice(0, 19)}…` : words
}

/** What Slack reaches us by: the app-level token of Socket Mode, or the signing secret, which can't be asked. */
export async function seeWayIn(settings: SlackSettings, now: () => Date, patienceMs: number): Promise<Seen> {
  const { appToken } = settings
  if (!appToken)
    return {
      is: 'open',
      saw: 'over HTTP; whether SLACK_SIGNING_SECRET is right can not be asked',
      todo: 'Type /campaign: an answer shows that it is.',
    }
  const { client } = askSlack(settings, now, patienceMs, appToken)
  try {
    const { response_metadata } = IDENTITY.parse(await client.auth.test())
    const { scopes } = response_metadata
    if (scopes && !scopes.includes('connections:write'))
      return { is: 'wrong', saw: 'SLACK_APP_TOKEN lacks connections:write', todo: NEW_APP_TOKEN }
    return { is: 'well', saw: 'Slack takes the token of Socket Mode' }
  } catch (error) {
    return refusedToken(error, 'SLACK_APP_TOKEN', NEW_APP_TOKEN)
  }
}

/** The scopes that Slack says it grants, against those that the manifest asks for. */
export function seeScopes({ response_metadata: { scopes } }: Identity, manifest: Manifest): Seen {
  if (!scopes) return { is: 'open', saw: 'Slack did not say which it grants', todo: INSTALL_AGAIN }
  const missing = manifest.scopes.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0)
    return { is: 'wrong', saw: `not granted: ${missing.join(', ')}`, todo: INSTALL_AGAIN }
  return { is: 'well', saw: `all ${manifest.scopes.length} of manifest.yaml are granted` }
}

export function seeSlackClock({ offset }: AskedSlack): Seen {
  const ms = offset()
  if (ms === null) return { is: 'open', saw: 'Slack did not say what time it is' }
  return clockSeen('Slack', ms)
}

const BOT = z.object({ bot: z.object({ app_id: text }) })
const EXPORTED = z.object({
  manifest: z.object({
    settings: z
      .object({
        event_subscriptions: z.object({ bot_events: z.array(text).catch([]) }).catch({ bot_events: [] }),
      })
      .catch({ event_subscriptions: { bot_events: [] } }),
  }),
})

/** The events that the app subscribes to: only a token of the one who configures it may read them. */
export async function seeEvents(
  { client }: AskedSlack,
  { bot_id }: Identity,
  manifest: Manifest,
  configToken: string | undefined,
): Promise<Seen> {
  if (!configToken || !bot_id)
    return {
      is: 'open',
      saw: "the bot's token can not read which the app subscribes to",
      todo: 'Compare its "Event Subscriptions" with manifest.yaml (docs/operations.md).',
    }
  const { bot } = BOT.parse(await client.bots.info({ bot: bot_id }))
  try {
    const exported = await client.apps.manifest.export({ app_id: bot.app_id, token: configToken })
    const has = EXPORTED.parse(exported).manifest.settings.event_subscriptions.bot_events
    const missing = manifest.events.filter((event) => !has.includes(event))
    return missing.length > 0
      ? { is: 'wrong', saw: `the app does not subscribe to ${missing.join(', ')}`, todo: INSTALL_AGAIN }
      : { is: 'well', saw: `the app subscribes to all ${manifest.events.length} of manifest.yaml` }
  } catch (error) {
    const todo =
      'It lives for 12 hours: make a new one at api.slack.com/apps, "Your App Configuration Tokens".'
    return refusedToken(error, 'SLACK_CONFIG_TOKEN', todo)
  }
}
