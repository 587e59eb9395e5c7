import {
  type AnsweredEvent,
  type CheckAnswer,
  type CheckStatus,
  isGood,
  type KeptAnswer,
} from '../state/answers.ts'
import type { Task } from '../state/tasks.ts'
import { token } from '../text/tokens.ts'
import { durationWords } from '../time/duration-words.ts'
import { ageOf } from './checks.ts'
import type { Move } from './moves.ts'
import { type Standing, standingOf } from './standing.ts'

const GLYPH: Readonly<Record<Standing, string>> = {
  ready: '●',
  failing: '■',
  stale: '■',
  unanswered: '■',
  unasked: '○',
  waived: '◌',
}

/** Beside a figure, what that alone does not say. */
const WHY: Readonly<Record<CheckStatus, string | null>> = {
  pass: null,
  warn: 'a warning',
  fail: null,
  error: 'no answer',
  skip: 'skipped',
  unknown: 'can’t be told',
}

/** "26 minutes old, wanted ≤ 2 hours"; empty where there is neither. */
export function figureWords({ figure, wanted }: CheckAnswer): string {
  return listed([figure, wanted === null ? null : `wanted ${wanted}`])
}

/** "26 minutes old, wanted ≤ 2 hours · dwh, 12 minutes ago"; one that does not say when is as old as its asking. */
export function seenWords(answer: CheckAnswer, now: Date, askedAt: Date = now): string {
  return [figureWords(answer), listed([answer.where, ageWords(answer, now, askedAt)])]
    .filter(Boolean)
    .join(' · ')
}

/** The same without where, for who decides by it: "26 minutes old, wanted ≤ 2 hours · 12 minutes ago". */
export function shortlySeen(answer: CheckAnswer, now: Date, askedAt: Date = now): string {
  const figure = figureWords(answer)
  return [figure || answer.where, ageWords(answer, now, askedAt)].filter(Boolean).join(' · ')
}

function ageWords(answer: CheckAnswer, now: Date, askedAt: Date): string | null {
  const ms = ageOf(answer, now) ?? now.getTime() - askedAt.getTime()
  return ms >= 60_000 ? `${durationWords(ms)} ago` : null
}

/** Why it is no pass: "can’t be told, there is no value"; null where its figure says so. */
export function whyWords({ status, words }: CheckAnswer): string | null {
  return listed([WHY[status], words]) || null
}

/** What the newest answer says, and what stands beside it. */
export function newestWords(kept: KeptAnswer, now: Date): string {
  const { newest, askedAt, counts, good } = kept
  const old = counts && !isGood(kept, now) ? ', which is too old' : ''
  const seen = `${withWhy(seenWords(newest, now, askedAt), newest)}${old}`
  return !counts && good && isGood(kept, now)
    ? `${seen}; what it saw before stands: ${seenWords(good.answer, now, good.askedAt)}`
    : seen
}

/** What a check says of its task now, in a few words: what counts, and why it does not where it doesn't. */
export function standingWords(task: Task, now: Date, said: typeof seenWords = seenWords): string {
  const { answer, evidence } = task
  const standing = standingOf(task, now)
  if (standing === 'waived') return `waived${evidence ? `: ${evidence}` : ''}`
  if (!answer) return 'not asked yet'
  const { newest, askedAt, counts, good, sinceAt } = answer
  if (standing === 'ready' && !counts && good)
    return `${said(good.answer, now, good.askedAt)} (no answer for ${durationWords(now.getTime() - sinceAt.getTime())})`
  const seen = withWhy(said(newest, now, askedAt), newest)
  return standing === 'stale' ? `${seen}, which is too old` : seen
}

/** "■ 1 Orders are fresh  5 hours old, wanted ≤ 2 hours · dwh, 12 minutes ago". */
export function checkLine(task: Task, now: Date): string {
  return `${checkGlyph(task, now)} ${task.n} ${task.title}  ${standingWords(task, now)}`
}

/** The same with what it was before: "… · dwh; until Mon 2 Mar 09:00 it was 30 minutes old". */
export function movedLine(task: Task, now: Date): string {
  const { answer } = task
  const before = answer?.good && !answer.counts ? figureWords(answer.good.answer) : ''
  const was = before && answer ? `; until ${token.time(answer.sinceAt)} it was ${before}` : ''
  return `${checkLine(task, now)}${was}`
}

export function checkGlyph(task: Task, now: Date): string {
  const standing = standingOf(task, now)
  return standing === 'failing' && task.answer?.newest.status === 'warn' ? '◐' : GLYPH[standing]
}

/** What came of a run, for the history: "task 1 fail (5 hours old, wanted ≤ 2 hours), task 2 pass (ready)". */
export function answeredWords({ answers }: AnsweredEvent): string {
  return answers
    .map(({ n, after: { newest } }) => {
      const said = figureWords(newest) || newest.words
      return `task ${n} ${newest.status}${said ? ` (${said})` : ''}`
    })
    .join(', ')
}

function withWhy(seen: string, answer: CheckAnswer): string {
  const why = whyWords(answer)
  return why === null ? seen : `${seen}: ${why}`
}

function listed(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(', ')
}

/** What came of a check, for who owns it; kept, so its times are tokens. */
export function moveWords({ task, to }: Move): string {
  const { answer, n, title } = task
  if (!answer) return `${n} ${title}`
  const { newest, good, sinceAt } = answer
  const said = withWhy([figureWords(newest), newest.where].filter(Boolean).join(' · '), newest)
  const before = good && !answer.counts ? figureWords(good.answer) : ''
  const was = before ? `, was ${before.replace(/, wanted .*/, '')}` : ''
  switch (to) {
    case 'good':
      return `● ${n} ${title} passes now: ${said}`
    case 'shaky':
      return `■ ${n} ${title} could not be asked: ${said}. What it saw before stands until ${token.time(good?.staleAt ?? sinceAt)}.`
    case 'unanswered':
      return `■ ${n} ${title} could not be asked: ${said}`
    case 'stale':
      return `■ ${n} ${title} is too old: ${said}`
    case 'failing':
      return `■ ${n} ${title} does not pass any more: ${said}${was}`
  }
}
