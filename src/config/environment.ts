import { isIP } from 'node:net'
import { visible } from '../domain/text/visible.ts'
import { isZone, nearestZone } from '../domain/time/local-time.ts'
import { type Problem, seenWords } from './problems.ts'
import { type ProxySettings, readProxies } from './proxies.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface SlackSettings {
  /** `xoxb-…` */
  readonly botToken: string
  /** `xapp-…`; with it Stairway connects by Socket Mode, without it Slack calls it over HTTP. */
  readonly appToken?: string
  readonly signingSecret?: string
  /** Another host of the Web API, ending in `/`. */
  readonly apiUrl?: string
}

export type DatabaseSettings =
  | { readonly client: 'sqlite'; readonly file: string }
  | { readonly client: 'postgres'; readonly url: string }

export interface EnvironmentSettings {
  readonly slack: SlackSettings
  readonly proxies: ProxySettings
  readonly database: DatabaseSettings
  readonly port: number
  /** Whether PORT says so; without it, it is the usual one. */
  readonly portSet: boolean
  /** The address that is listened on; without it every one of the machine. */
  readonly host?: string
  readonly logLevel: LogLevel
  readonly timeZone: string
}

const USUAL_PORT = 3000
const IN_SLACK = 'In Slack: api.slack.com/apps, your app,'

/** The settings of the environment, and every mistake in them; where there is one, the setting is a stand-in. */
export function readEnvironment(env: NodeJS.ProcessEnv): {
  settings: EnvironmentSettings
  problems: Problem[]
} {
  const problems: Problem[] = []
  const say = (path: string, message: string) => problems.push({ path, message })
  const host = present(env, 'STAIRWAY_HOST')
  if (host && isIP(host) === 0)
    say('STAIRWAY_HOST', `expected an address of this machine such as 127.0.0.1, saw ${seenWords(host)}`)
  const settings = {
    slack: readSlack(env, say),
    proxies: readProxies((name) => present(env, name), say),
    database: readDatabase(present(env, 'DATABASE_URL') ?? 'sqlite:./stairway.db', say),
    port: readPort(present(env, 'PORT') ?? String(USUAL_PORT), say),
    portSet: present(env, 'PORT') !== undefined,
    logLevel: readLogLevel(present(env, 'LOG_LEVEL') ?? 'info', say),
    timeZone: readZone(present(env, 'STAIRWAY_TZ') ?? 'UTC', say),
    ...(host && { host }),
  }
  return { settings, problems }
}

/** A variable's value without the space around it and what has no width; an empty one counts as absent. */
export function present(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return visible(env[name] ?? '').trim() || undefined
}

type Say = (path: string, message: string) => void

function readSlack(env: NodeJS.ProcessEnv, say: Say): SlackSettings {
  const botToken = present(env, 'SLACK_BOT_TOKEN')
  const appToken = present(env, 'SLACK_APP_TOKEN')
  const signingSecret = present(env, 'SLACK_SIGNING_SECRET')
  const apiUrl = present(env, 'SLACK_API_URL')
  checkBotToken(botToken, say)
  if (appToken && !appToken.startsWith('xapp-')) {
    say(
      'SLACK_APP_TOKEN',
      `expected the app-level token, which starts with xapp-, saw ${tokenWords(appToken)}. ${WHERE_APP_TOKEN}`,
    )
  }
  if (!appToken && !signingSecret) say('SLACK_SIGNING_SECRET', MISSING_SECRET)
  if (apiUrl && !isApiUrl(apiUrl))
    say('SLACK_API_URL', 'expected the https address of a Slack Web API, such as https://slack-gov.com/api/')
  return {
    botToken: botToken ?? '',
    ...(appToken && { appToken }),
    ...(signingSecret && { signingSecret }),
    ...(apiUrl && { apiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
  }
}

const WHERE_BOT_TOKEN = `${IN_SLACK} "OAuth & Permissions", "Bot User OAuth Token".`
const WHERE_APP_TOKEN = `${IN_SLACK} "Basic Information", "App-Level Tokens", with the scope connections:write.`
const MISSING_SECRET = `is missing. Without SLACK_APP_TOKEN Slack calls Stairway over HTTP, and the signing secret shows that it is Slack who calls. ${IN_SLACK} "Basic Information", "App Credentials", "Signing Secret". Or set SLACK_APP_TOKEN for Socket Mode: "App-Level Tokens" on the same page.`

function checkBotToken(token: string | undefined, say: Say): void {
  if (token === undefined) {
    say(
      'SLACK_BOT_TOKEN',
      `is missing. It is the token that Stairway speaks with, and starts with xoxb-. ${WHERE_BOT_TOKEN}`,
    )
  } else if (!/^(?:xoxe\.)?xoxb-/.test(token)) {
    say(
      'SLACK_BOT_TOKEN',
      `expected the bot's token, which starts with xoxb-, saw ${tokenWords(token)}. ${WHERE_BOT_TOKEN}`,
    )
  }
}

/** The kind of a token, which is no secret, and nothing after it. */
function tokenWords(token: string): string {
  const kind = /^(?:xoxe\.)?xox[a-z]-|^xapp-/.exec(token)?.[0]
  return kind ? `one that starts with ${kind}` : 'something else'
}

function readDatabase(value: string, say: Say): DatabaseSettings {
  const file = /^sqlite:/.test(value) ? value.replace(/^sqlite:(?:\/\/)?/, '') : ''
  if (file !== '' && !file.includes('?')) return { client: 'sqlite', file }
  if (isPostgresUrl(value)) return { client: 'postgres', url: postgresUrlOf(value) }
  say(
    'DATABASE_URL',
    `expected sqlite: and a file, such as sqlite:./stairway.db, or a postgres://user@host/database address${
      /^postgres/.test(value) ? `. ${IN_PASSWORDS}` : ''
    }`,
  )
  return { client: 'sqlite', file: '' }
}

function readPort(value: string, say: Say): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (port <= 65_535) return port
  say('PORT', `expected a whole number from 0 to 65535, saw ${seenWords(value)}`)
  return USUAL_PORT
}

function readLogLevel(value: string, say: Say): LogLevel {
  const level = LOG_LEVELS.find((each) => each === value.toLowerCase())
  if (!level) say('LOG_LEVEL', `expected one of ${LOG_LEVELS.join(', ')}, saw ${seenWords(value)}`)
  return level ?? 'info'
}

function readZone(value: string, say: Say): string {
  if (isZone(value)) return value
  say('STAIRWAY_TZ', `expected a time zone such as ${nearestZone(value)}, saw ${seenWords(value)}`)
  return 'UTC'
}

/** What is said of an address that can't be read: most often it is a password with a character of addresses. */
export const IN_PASSWORDS =
  'In a user or a password write % as %25, @ as %40, : as %3A, / as %2F, ? as %3F and # as %23'

export function isPostgresUrl(value: string): boolean {
  const url = postgresUrlOf(value)
  return /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url) && isDecodable(new URL(url))
}

/** With what is no escape written as one: a % of a password that nobody wrote as %25, and spaces. */
export function postgresUrlOf(value: string): string {
  return value.replace(/%(?![0-9a-f]{2})/gi, '%25').replaceAll(' ', '%20')
}

/** Whether the escapes spell words: %e4 alone does not. */
function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** https, or http to this machine, where nobody listens in between. */
export function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname))
  )
}

function isApiUrl(value: string): boolean {
  return isSafeUrl(value) && new URL(value).username === ''
}
