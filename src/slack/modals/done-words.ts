import { changedSinceSubmit, fieldWords } from '../../domain/brief.ts'
import { nameWords } from '../../domain/brief-words.ts'
import type { CampaignState } from '../../domain/campaign.ts'
import type { Changed } from '../../usecases/change.ts'

/** What a person is told after a verb that a modal and a command share; with the tokens of `rich`. */

export function createdWords({ campaign, tasks }: CampaignState): string {
  const { key, brief } = campaign
  const count = tasks.length === 1 ? '1 task' : `${tasks.length} tasks`
  return `${nameWords(brief)} is set up as \`${key}\` with ${count}; its card comes to {#${brief.channel}}. Say what it is for: \`/campaign brief ${key}\``
}

export function briefChangedWords({ after, events }: Changed): string {
  const { key, brief, stage } = after.campaign
  const fields = events.flatMap((event) => (event.kind === 'brief_changed' ? [fieldWords(event.field)] : []))
  if (fields.length === 0) return `Nothing changed: the brief of \`${key}\` says that already.`
  const asked = stage === 'in_review' || stage === 'approved'
  const again =
    asked && changedSinceSubmit(after).length > 0
      ? ` That is not what was submitted any more; ask again: \`/campaign submit ${key}\``
      : ''
  return `Changed in the brief of ${nameWords(brief)}: ${fields.join(', ')}.${again}`
}

export function concludedWords({ campaign }: CampaignState): string {
  return `${nameWords(campaign.brief)} is concluded; its answers are in the thread of its card and stay in \`/campaign show ${campaign.key}\``
}
