import type { Answer, FollowUp } from '../domain/state/follow-ups.ts'
import { searchable } from '../domain/text/search-words.ts'
import { fromInstant, fromJson, instant, toInstant, toJson } from './kit/json.ts'
import type { NewRow } from './kit/write-later.ts'

/** Follow-ups as the database holds them. */
export interface FollowUpRow {
  n: number
  question: string
  step: FollowUp['step']
  asked_by: string
  asked_at: number
  assignee: string | null
  due_at: number | null
  digest_id: number | null
  about: string | null
  state: FollowUp['state']
  accepted_at: number | null
  reassigned: string | null
  declined: string | null
  reminded: FollowUp['reminded']
  escalated: string | null
  finding: string | null
  confidence: Answer['confidence']
  link: string | null
  decision: string | null
  ideas: string | null
  answered_by: string | null
  answered_at: number | null
}

/** What of a row is read; `words` is searched, never read. */
export const FOLLOW_UP_COLUMNS = [
  ...['n', 'question', 'step', 'asked_by', 'asked_at', 'assignee', 'due_at', 'digest_id', 'about', 'state'],
  ...['accepted_at', 'reassigned', 'declined', 'reminded', 'escalated', 'finding', 'confidence', 'link'],
  ...['decision', 'ideas', 'answered_by', 'answered_at'],
] as const satisfies readonly (keyof FollowUpRow)[]

export function followUpOf(row: FollowUpRow): FollowUp {
  return {
    n: row.n,
    question: row.question,
    step: row.step,
    askedBy: row.asked_by,
    askedAt: instant(row.asked_at),
    assignee: row.assignee,
    dueAt: toInstant(row.due_at),
    digestId: row.digest_id,
    about: parsed(row.about),
    state: row.state,
    acceptedAt: toInstant(row.accepted_at),
    reassigned: parsed<FollowUp['reassigned']>(row.reassigned) ?? [],
    declined: parsed(row.declined),
    reminded: row.reminded,
    escalated: parsed(row.escalated),
    answer: answerOf(row),
    answeredBy: row.answered_by,
    answeredAt: toInstant(row.answered_at),
  }
}

function answerOf({ finding, confidence, link, decision, ideas }: FollowUpRow): Answer | null {
  return finding === null
    ? null
    : { finding, confidence, link, decision, ideas: parsed<Answer['ideas']>(ideas) ?? [] }
}

export function followUpRow(followUp: FollowUp): NewRow {
  const { answer, reassigned } = followUp
  return {
    n: followUp.n,
    question: followUp.question,
    step: followUp.step,
    asked_by: followUp.askedBy,
    asked_at: followUp.askedAt.getTime(),
    assignee: followUp.assignee,
    due_at: fromInstant(followUp.dueAt),
    digest_id: followUp.digestId,
    about: followUp.about && toJson(followUp.about),
    state: followUp.state,
    accepted_at: fromInstant(followUp.acceptedAt),
    reassigned: reassigned.length === 0 ? null : toJson(reassigned),
    declined: followUp.declined && toJson(followUp.declined),
    reminded: followUp.reminded,
    escalated: followUp.escalated && toJson(followUp.escalated),
    finding: answer?.finding ?? null,
    confidence: answer?.confidence ?? null,
    link: answer?.link ?? null,
    decision: answer?.decision ?? null,
    ideas: answer && toJson(answer.ideas),
    answered_by: followUp.answeredBy,
    answered_at: fromInstant(followUp.answeredAt),
    words: searchedWords(followUp),
  }
}

/** Everything that people may look it up by. */
function searchedWords({ question, about, answer }: FollowUp): string {
  const parts = [about?.metric, about?.arm, about?.segment?.column, about?.segment?.value]
  const said = answer ? [answer.finding, answer.decision, ...answer.ideas] : []
  return searchable([question, ...said, ...parts].filter(Boolean).join(' '))
}

function parsed<T>(text: string | null): T | null {
  return text === null ? null : fromJson<T>(text)
}
