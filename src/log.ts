import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

export type { Logger } from 'pino'

const correlation = new AsyncLocalStorage<string | undefined>()

/** A short id that people can read out: 12 hexadecimal digits. */
export function newCorrelationId(): string {
  return randomUUID().slice(-12) // its last group is random; Node keeps a stock of them
}

/** Runs `work`; what it logs and enqueues, now or after an await, carries `id`. `undefined` clears it. */
export function withCorrelation<T>(id: string | undefined, work: () => T): T {
  return correlation.run(id, work)
}

export function currentCorrelation(): string | undefined {
  return correlation.getStore()
}

/** JSON lines on `destination` (standard output by default). Credentials and message bodies never get there. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null, // process id and host name are the collector's to add
    timestamp: stdTimeFunctions.isoTime,
    mixin,
    serializers: { err: describeError, error: describeError, reason: describeError },
    hooks: { streamWrite: clean },
  }
  // Synchronous: a line is out before what it tells of can end the process, and no thread is woken for it.
  return pino(options, destination ?? pino.destination({ dest: 1, sync: true }))
}

function mixin(): object {
  const correlationId = currentCorrelation()
  return correlationId ? { correlationId } : {}
}

const REDACTED = '[redacted]'

// pino's redact paths have a fixed depth and miss what stands inside strings: the finished line is cleaned instead,
// which covers child bindings, messages and mixins too.
function clean(line: string): string {
  // Reading and writing a line again costs more than the rest of logging it, and most hold nothing to clean.
  if (!SUSPECT.test(line.replace(/[-_]/g, ''))) return line
  return `${maskSecrets(JSON.stringify(JSON.parse(line, cleanValue)))}\n`
}

function cleanValue(key: string, value: unknown): unknown {
  if (holdsPrivate(key)) return REDACTED
  return typeof value === 'string' ? maskBodies(value) : value
}

const BODY = 'text|blocks|attachments|body|rawbody|payload|view|private_?metadata|response_?url'
const CREDENTIAL = 'token|secret|password|authorization|cookie|api_?key'
const BODY_KEY = new RegExp(`^(?:${BODY})$`)
const CREDENTIAL_KEY = new RegExp(CREDENTIAL)

function holdsPrivate(key: string): boolean {
  const plain = key.toLowerCase().replace(/[-_]/g, '')
  return BODY_KEY.test(plain) || CREDENTIAL_KEY.test(plain)
}

const FIELD = `(?:${BODY}|[\\w-]{0,30}(?:${CREDENTIAL})[\\w-]{0,30})`
// A JSON or inspected object that was made part of a string, from its last bracket before such a field on.
const EMBEDDED_BODY = new RegExp(`[{[][^{[]*?\\b${FIELD}\\b["'\\\\]*\\s*:[^]*`, 'i')
const FORM_FIELD = new RegExp(`\\b(${FIELD})=[^&\\s"']+`, 'gi')

function maskBodies(text: string): string {
  return text.replace(EMBEDDED_BODY, REDACTED).replace(FORM_FIELD, `$1=${REDACTED}`)
}

// No \b before them: in a JSON line the letter of an escape (\n) may come first. Lengths are bounded so that
// hostile text costs linear time.
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/(?:xox[a-z]|xapp)(?:\.xox[a-z])?-[\w-]+/gi, REDACTED],
  [/whsec_[\w+/=-]+/gi, REDACTED],
  [/swcheck_[\w-]+/gi, REDACTED], // the secret of a check that pipelines report
  [/(bearer|basic)\s{1,9}[\w.~+/=-]{16,}/gi, `$1 ${REDACTED}`],
  [/hooks\/checks\/[^\s"'\\]+/gi, `hooks/checks/${REDACTED}`],
  [/hooks\.slack\.com\/[^\s"'\\]+/gi, `hooks.slack.com/${REDACTED}`],
  [/:\/\/[^\s"'\\/@:]{0,99}:[^\s"'\\@]{1,199}@/g, `://${REDACTED}@`], // a password in a URL
]

/** In a line without its - and _: the least that anything above needs, in any spelling. */
const SUSPECT = new RegExp(`${BODY}|${CREDENTIAL}|xox|xapp|whsec|swcheck|bearer|basic|hooks|:\\/\\/`, 'iu')

/** `text` without Slack tokens, webhook secrets, bearer tokens, Slack hook URLs and passwords in URLs. */
function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}

/** `text`, for a place that people see, without secrets and without request bodies that became part of it. */
export function maskPrivate(text: string): string {
  return maskSecrets(maskBodies(text))
}

// Only what is named here is logged: errors of @slack/web-api, of HTTP clients and of pg carry requests and rows.
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error
  const { code, statusCode, retryAfter, data, original } = error as Error & Record<string, unknown>
  const cause = error.cause ?? original
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    code,
    statusCode,
    retryAfter,
    slackError: slackError(data),
    cause: depth < 3 && cause instanceof Error ? describeError(cause, depth + 1) : undefined,
  }
}

/** Slack's own word for what went wrong (`channel_not_found`), with the scope it missed. */
function slackError(data: unknown): object | undefined {
  if (typeof data !== 'object' || data === null || !('error' in data)) return undefined
  const { error, needed } = data as { error: unknown; needed?: unknown }
  return { error, needed }
}
