/** Headers that name a request. */
const REQUEST_IDS = ['x-request-id', 'request-id', 'x-github-request-id', 'x-amzn-requestid', 'cf-ray']

/** Status, code and request id of an answer. Of the body nothing else is kept: it may hold personal data, or the key. */
export function answerWords(
  secrets: readonly string[],
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  body: unknown,
): string {
  const code = status < 400 ? null : codeIn(body)
  const id = REQUEST_IDS.map((name) => headers.get(name)).find((value) => value && TOKEN.test(value))
  const words = `HTTP ${status}${code ? ` ${code}` : ''}${status >= 400 && id ? `, request ${id}` : ''}`
  return without(secrets, words)
}

/** A code is one word; a sentence may hold an address or a key. */
const TOKEN = /^[\w.:-]{1,80}$/

/** Of an error's body its code alone is kept, wherever vendors put it. */
function codeIn(body: unknown): string | null {
  if (Array.isArray(body)) return body.map(codeIn).find((code) => code !== null) ?? null
  if (typeof body !== 'object' || body === null) return null
  const { code, error, errors, name, type } = body as Record<string, unknown>
  const word = [code, error, name, type].find((value) => typeof value === 'string' && TOKEN.test(value))
  return typeof word === 'string' ? word : (codeIn(errors) ?? codeIn(error))
}

/** Some vendors repeat the key that they were asked with. */
export function without(secrets: readonly string[], words: string): string {
  return secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '…'), words)
}

/** Our own: src/lease.ts says it in words. */
const LEASE_OVER = 'STAIRWAY_LEASE'

/** Faults of a request that never reached anybody. */
const NEVER_LEFT: ReadonlySet<string | null> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  LEASE_OVER,
])

/** Whether it surely did not reach anybody. */
export function neverLeft(error: unknown): boolean {
  return NEVER_LEFT.has(codeOf(error))
}

function codeOf(error: unknown): string | null {
  const { code } = ((error instanceof Error && error.cause) || {}) as { code?: unknown }
  return typeof code === 'string' ? code : null
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

/** What went wrong on the way, in words without a full stop. */
export function faultWords(error: unknown, timeoutSeconds: number): string {
  if (isTimeout(error)) return `no answer within ${timeoutSeconds} s`
  const code = codeOf(error)
  if (code === LEASE_OVER && error instanceof Error && error.cause instanceof Error)
    return error.cause.message
  return code ? `no connection (${code})` : 'no connection'
}
