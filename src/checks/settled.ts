import type { CheckAnswer } from '../domain/readiness/checks.ts'
import { Unread } from './unread.ts'

/** The answer that `find` gives, or `error` with why it could not be had; what is thrown otherwise is a mistake of ours. */
export async function settled(
  where: string,
  find: () => Promise<Omit<CheckAnswer, 'where'>>,
): Promise<CheckAnswer> {
  try {
    return { ...(await find()), where }
  } catch (error) {
    if (!(error instanceof Unread)) throw error
    return { status: 'error', figure: null, wanted: null, where, at: null, words: error.message }
  }
}
