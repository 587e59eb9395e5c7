import { z } from 'zod'
import { tidyLine } from '../domain/text/typed-value.ts'
import { visible } from '../domain/text/visible.ts'
import { maskPrivate } from '../log.ts'
import { without } from './answer-words.ts'
import { type Api, ask, isOk, isStatus, unasked } from './api.ts'
import { signature } from './signature.ts'
import type { Asked, Found, SentStep } from './target.ts'

export interface StatusSettings {
  readonly url: string
  /** Where a receiver says what became of a step. */
  readonly status: string
  readonly secret: string
  readonly timeoutSeconds: number
}

/**
 * Asks a receiver what became of a step: a POST of JSON, signed like the send, under an id of its own, since a receiver
 * may let each id in once. It answers JSON, `{state: running|done|failed, words?, reached?}`, or 404 where it has never
 * had the step.
 */
export async function askStatus(settings: StatusSettings, step: SentStep, asked: Asked): Promise<Found> {
  const { url, status, secret, timeoutSeconds } = settings
  const api: Api = { base: status, headers: {}, secrets: [secret, status, url], timeoutSeconds }
  const body = bodyOf(step)
  const id = `${step.id}_status_${asked.now.getTime()}`
  const headers = signature(secret, { id, payload: JSON.stringify(body), now: asked.now })
  const answer = await ask(api, { method: 'POST', path: '', body, headers }, asked)
  if (isOk(answer)) return foundIn(api, answer.body)
  return isStatus(answer, 404) ? { is: 'absent' } : unasked(api, answer, asked.now)
}

function bodyOf({ id, n, target, words, campaign }: SentStep): object {
  return {
    type: 'campaign.launch_step.status',
    campaign: { key: campaign.key },
    step: { id, n, target, words },
  }
}

const STATUS = z.object({
  state: z.string(),
  words: z.string().nullish(),
  reached: z.number().int().nonnegative().nullish(),
})

function foundIn({ secrets }: Api, body: unknown): Found {
  const read = STATUS.safeParse(body)
  if (!read.success) return { is: 'unknown', outcome: 'a status that can’t be read' }
  const { state, words, reached } = read.data
  const said = words ? `: ${shown(without(secrets, words), 200)}` : ''
  if (state === 'done') return { is: 'done', outcome: `done${said}`, ...(reached != null && { reached }) }
  if (state === 'failed') return { is: 'failed', outcome: `failed${said}` }
  const known =
    state === 'running' ? state : `a state that nobody knows, ${shown(without(secrets, state), 40)}`
  return { is: 'running', outcome: `${known}${said}`, handle: null, notBefore: null }
}

/** Words of a receiver on one line, without what our own words may hold: marks, and tokens that name people. */
function shown(words: string, longest: number): string {
  const line = tidyLine(visible(maskPrivate(words)).replace(/[{}<>*~`]/g, ''))
  const letters = [...line]
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : line
}
