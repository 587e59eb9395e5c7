import { z } from 'zod'
import type { DatabaseSettings } from '../config.ts'
import { maskPrivate } from '../log.ts'
import { Refusal } from '../refusal.ts'
import { oneLine } from '../slack/kit/text.ts'
import { failureOf } from '../slack/outcome.ts'
import { whyUnstarted } from '../unstarted.ts'
import { WarehouseError } from '../warehouse/error.ts'

/** What was seen of one thing that Stairway stands on. Neither of its words holds a secret. */
export interface Diagnosis extends Seen {
  /** What was looked at, in a word or two. */
  readonly about: string
}

export interface Seen {
  /** `open`: it could not be asked, or nobody can say yet whether it is right. */
  readonly is: 'wrong' | 'open' | 'well'
  /** A clause without a full stop. */
  readonly saw: string
  /** What helps; a sentence. */
  readonly todo?: string
}

/** Something to examine: what hangs or throws in it is a diagnosis of its own, and takes no other down. */
export interface Examination {
  readonly about: string
  /** Milliseconds that its answer is waited for. */
  readonly patienceMs: number
  readonly see: () => Promise<readonly Seen[]>
}

/** What an examination saw; never rejects. */
export async function diagnosed(
  { about, patienceMs, see }: Examination,
  database: DatabaseSettings,
): Promise<Diagnosis[]> {
  const silence: readonly Seen[] = [silent(patienceMs)]
  const seen = await within(patienceMs, see, silence).catch((error: unknown) => [failed(error, database)])
  return seen.map((each) => ({ about, ...each, saw: oneLine(maskPrivate(each.saw)) }))
}

/** What comes of it in this many milliseconds, else `otherwise`. */
export async function within<T>(patienceMs: number, ask: () => Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, patienceMs, otherwise)
  })
  try {
    return await Promise.race([ask(), silence])
  } finally {
    clearTimeout(timer)
  }
}

export function silent(patienceMs: number): Seen {
  const saw = `no answer within ${patienceMs / 1_000} s`
  return { is: 'wrong', saw, todo: 'See whether it runs, and whether this machine reaches it.' }
}

/** Only words that are known to hold no secret are said; of anything else its kind. */
function failed(error: unknown, database: DatabaseSettings): Seen {
  if (error instanceof WarehouseError || error instanceof Refusal)
    return { is: 'wrong', saw: error.message.replace(/\.$/, '') }
  if (error instanceof z.ZodError) return { is: 'wrong', saw: 'the answer is none that was promised' }
  const slack = failureOf(error)
  if (slack) return slackFailed(slack)
  const known = whyUnstarted(error, { database, port: 0 })
  if (known) return { is: 'wrong', saw: known.replace(/\.$/, '') }
  const { name, code } = error as { readonly name?: unknown; readonly code?: unknown }
  const kind = [name, code].filter((each) => typeof each === 'string').join(' ')
  return { is: 'wrong', saw: `looking at it failed (${kind || 'a fault of Stairway'})` }
}

function slackFailed(failed: NonNullable<ReturnType<typeof failureOf>>): Seen {
  switch (failed.is) {
    case 'limited':
      return { is: 'open', saw: `Slack asks to wait ${failed.seconds} s`, todo: 'Ask again then.' }
    case 'unknown':
      return {
        is: 'wrong',
        saw: `Slack does not answer (${failed.error})`,
        todo: 'Behind a proxy set HTTPS_PROXY.',
      }
    case 'refused':
      return { is: 'wrong', saw: `Slack refuses it (${failed.error})`, todo: refusedTodo(failed.error) }
  }
}

function refusedTodo(error: string): string {
  return error === 'missing_scope'
    ? INSTALL_AGAIN
    : 'docs/operations.md, "When Slack refuses", says what helps.'
}

export const INSTALL_AGAIN = 'Put manifest.yaml into the app once more, and install it again.'
