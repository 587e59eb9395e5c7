/** What a call of the Web API that failed says about what was asked for. */
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import { NoAnswer } from './answers.ts'

/** `unknown`: it may have been carried out, so nothing may be done again unseen. */
export type Failed =
  | { readonly is: 'limited'; readonly seconds: number }
  | { readonly is: 'refused'; readonly error: string }
  | { readonly is: 'unknown'; readonly error: string }

const NO_ANSWER = 'no answer'
/** Slack's words for "the request failed inside": the call may have had its effect. */
export const INSIDE: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
])

/** Undefined for an error that is not Slack's. */
export function failureOf(error: unknown): Failed | undefined {
  if (error instanceof NoAnswer) return { is: 'unknown', error: NO_ANSWER }
  if (error instanceof WebAPIRateLimitedError) return { is: 'limited', seconds: error.retryAfter }
  if (error instanceof WebAPIHTTPError) return { is: 'unknown', error: `HTTP ${error.statusCode}` }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error
    return INSIDE.has(code) ? { is: 'unknown', error: code } : { is: 'refused', error: code }
  }
  const lost = (error as { code?: unknown } | null)?.code === 'slack_webapi_request_error'
  return lost ? { is: 'unknown', error: NO_ANSWER } : undefined
}

/** Errors that are not Slack's are thrown on. */
export function outcomeOf(error: unknown): Failed {
  const failed = failureOf(error)
  if (failed) return failed
  throw error
}
