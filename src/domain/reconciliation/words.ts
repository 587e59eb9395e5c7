import type { KeptSuggestion } from '../digest/digest.ts'
import type { ValidityProblem } from '../readout/pieces.ts'
import type { Suggestion } from '../readout/suggestion.ts'
import type { FollowUp } from '../state/follow-ups.ts'
import { formatCount, formatPercent } from '../text/numbers.ts'
import { token } from '../text/tokens.ts'
import type { Drop, Lost } from './drop.ts'
import type { Figure } from './figures.ts'

/** What became of people on their way, in words with tokens. */

/** "42 610 planned (brief, 09:00) → 8 000 synced (Hightouch, 12:00) → …"; null where there is nothing to hold against each other. */
export function figuresLine(figures: readonly Figure[]): string | null {
  const stations = new Set(figures.map(({ station }) => station))
  return stations.size < 2 ? null : figures.map(figureWords).join(' → ')
}

function figureWords({ station, count, source, at }: Figure): string {
  const when = at ? `, ${token.time(at)}` : ''
  return `${formatCount(count)} ${station} (${source}${when})`
}

/** "61 % fewer exposed than synced, 3 120 of 8 000; up to 20 % is usual". */
export function dropWords({ from, to, of, count, share, expected, treated }: Drop): string {
  const fewer = `${formatPercent(share, share < 0.1 ? 1 : 0)} fewer ${to} than ${from}`
  const beside = treated ? ' beside the control' : ''
  return `${fewer}, ${formatCount(count)} of ${formatCount(of)}${beside}; up to ${formatPercent(expected, (expected * 1_000) % 10 < 1e-6 ? 0 : 1)} is usual`
}

/** "3 120 of 8 000 synced are exposed". */
export function shortDropWords({ from, to, of, count }: Drop): string {
  return `${formatCount(count)} of ${formatCount(of)} ${from} are ${to}`
}

const QUESTIONS: Readonly<Record<Lost, string>> = {
  synced:
    'Which people of the audience did not get there: rows without an id, rejected ones, an older audience?',
  messaged: 'Who was not sent it: unsubscribed, suppressed, held back by a cap, or never there?',
  exposed: 'Where do they get lost: were they not reached, or is their exposure not logged or loaded?',
  analysed: 'Who is in several arms, or in one that the brief does not plan?',
}

const CODE = 'lost:'

/** What the drop is worth asking; nothing where a fault of the data says it already. */
export function dropSuggestions(drop: Drop | null, problems: readonly ValidityProblem[]): Suggestion[] {
  if (!drop || isSaid(drop, problems)) return []
  return [
    {
      code: `${CODE}${drop.to}`,
      seen: `${dropWords(drop)}.`,
      why: 'Whoever is lost on the way is in no figure, and those who are left may be other people.',
      question: QUESTIONS[drop.to],
      step: 'collect',
    },
  ]
}

/** Whether a drop is still to be named where its question stands: that was asked already, or a fault of the data says it. */
export function isToName(
  drop: Drop,
  problems: readonly ValidityProblem[],
  followUps: readonly FollowUp[],
  shown: Pick<KeptSuggestion, 'code'> | undefined,
): boolean {
  const code = `${CODE}${drop.to}`
  const asked = followUps.some(({ about }) => about?.code === code)
  return !isSaid(drop, problems) && !asked && shown?.code !== code
}

function isSaid({ to }: Drop, problems: readonly ValidityProblem[]): boolean {
  return to === 'analysed' && (problems.includes('duplicates') || problems.includes('strays'))
}
