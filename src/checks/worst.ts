import type { CheckStatus } from '../domain/readiness/checks.ts'

/** The worst first. What was skipped or is not known is no better than what failed. */
export const WORST: readonly CheckStatus[] = ['error', 'fail', 'unknown', 'skip', 'warn', 'pass']

/** What several say together; nothing said is not known. */
export function worstOf(statuses: readonly CheckStatus[]): CheckStatus {
  return WORST.find((status) => statuses.includes(status)) ?? 'unknown'
}
