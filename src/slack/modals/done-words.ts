import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import { fieldWords, missingFromBrief } from '../../domain/brief/brief.ts'
import { briefValueWords, nameWords } from '../../domain/brief/words.ts'
import type { Catalog } from '../../domain/catalog/catalog.ts'
import { currentPredictions } from '../../domain/growth/prediction.ts'
import { predictionWords } from '../../domain/growth/words.ts'
import { originName } from '../../domain/origin.ts'
import type { UserId } from '../../domain/people.ts'
import type { Brief } from '../../domain/state/brief.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { token } from '../../domain/text/tokens.ts'
import { describeSchedule } from '../../domain/time/schedule.ts'
import type { Changed } from '../../usecases/change.ts'
import { listWords } from '../kit/words.ts'

/** What a person is told after a verb that a modal and a command share; with the tokens of `rich`. */

/** `as` 'head': it stands above the form of its brief, which says the rest. */
export function createdWords(
  state: CampaignState,
  { templates }: Pick<Catalog, 'templates'>,
  as?: 'head',
): string {
  const { key, brief, template, digest, origin } = state.campaign
  const from = templates.find(({ name }) => name === template)
  const of = from ? ` of the template ${token.bold(from.title)}` : ''
  const made = `${nameWords(brief)} is set up as \`${key}\` with ${tasksWords(state.tasks.length)}${of}; its card comes to ${token.channel(brief.channel)}.`
  const grown = origin ? ` It grew from \`${originName(origin)}\`.` : ''
  const digests = digest ? ` Once it is live, digests come ${describeSchedule(digest.schedule)}.` : ''
  const said = `${made}${grown}${digests}`
  if (as) return said
  return from?.brief
    ? `${said}${filledWords(state)}`
    : `${said} Say what it is for: \`/campaign brief ${key}\``
}

/** What comes next where a template says what it is for. */
function filledWords({ campaign: { key, brief }, tasks }: CampaignState): string {
  const lacks = missingFromBrief(brief)
  const but = lacks.length > 0 ? ` and still lacks ${listWords(lacks)}` : ''
  const required = tasks.filter((task) => task.required).length
  const first = required > 0 ? `${tasksWords(required, 'required ')} (\`/campaign tasks ${key}\`), then ` : ''
  return `\nIts brief is filled in from the template${but}: \`/campaign brief ${key}\` changes it.\nNext: ${first}\`/campaign submit ${key}\``
}

function tasksWords(count: number, which = ''): string {
  return count === 1 ? `1 ${which}task` : `${count} ${which}tasks`
}

export function briefChangedWords({ after, events }: Changed): string {
  const { key, brief, stage } = after.campaign
  const fields = events.flatMap((event) =>
    event.kind === 'brief_changed' ? [understoodWords(event.field, event.to)] : [],
  )
  if (fields.length === 0) return `Nothing changed: the brief of \`${key}\` says that already.`
  const asked = stage === 'in_review' || stage === 'approved'
  const again =
    asked && changedSinceSubmit(after).length > 0
      ? ` That is not what was submitted any more; ask again: \`/campaign submit ${key}\``
      : ''
  return `Changed in the brief of ${nameWords(brief)}: ${fields.join('; ')}.${again}`
}

export function launchingWords({ campaign: { key, brief }, steps }: CampaignState): string {
  const count = steps.length === 1 ? '1 step' : `${steps.length} steps`
  return `${nameWords(brief)} is launching: ${count}, in order. \`/campaign stop ${key} <reason>\` stops it.`
}

/** Where something was read out of what was typed. */
const READ: ReadonlySet<keyof Brief> = new Set(['outcome', 'guardrails', 'audience', 'arms', 'horizonDays'])

function understoodWords(field: keyof Brief, value: Brief[keyof Brief]): string {
  return READ.has(field) ? `${fieldWords(field)}: ${briefValueWords(field, value)}` : fieldWords(field)
}

export function concludedWords({ campaign }: CampaignState): string {
  return `${nameWords(campaign.brief)} is concluded; its answers are in the thread of its card and stay in \`/campaign show ${campaign.key}\``
}

export function predictedWords({ campaign }: CampaignState, by: UserId): string {
  const mine = currentPredictions(campaign).find((each) => each.by === by)
  if (!mine) return `${nameWords(campaign.brief)} has no prediction of yours.`
  const range =
    mine.low === null
      ? ` With a range (\`/campaign predict ${campaign.key} +3%..+12%\`) what you don't know is scored too.`
      : ''
  return `You predict ${predictionWords(mine)} on ${mine.metric} for ${nameWords(campaign.brief)}. Nobody else sees it before the conclusion; until the launch you can change it.${range}`
}

export function acceptedWords({ campaign, followUps }: CampaignState, n: number): string {
  const dueAt = followUps.find((each) => each.n === n)?.dueAt
  return `You accepted \`${campaign.key}-${n}\`${dueAt ? `, due ${token.time(dueAt)}` : ''}.`
}

export function reassignedWords({ campaign, followUps }: CampaignState, n: number): string {
  const assignee = followUps.find((each) => each.n === n)?.assignee
  return `\`${campaign.key}-${n}\` waits for ${token.person(assignee ?? '')} now, who is told.`
}

export function followUpDeclinedWords({ campaign, followUps }: CampaignState, n: number): string {
  const followUp = followUps.find((each) => each.n === n)
  const { askedBy, declined } = followUp ?? { askedBy: '', declined: null }
  const told = declined && declined.by !== askedBy ? `${token.person(askedBy)} is told, and t` : 'T'
  return `You declined \`${campaign.key}-${n}\`. ${told}he next digest says why.`
}

export function mutedSaid({ campaign: { key, brief } }: CampaignState, muted: boolean): string {
  if (!muted) return `${nameWords(brief)} is in your daily message again.`
  return `${nameWords(brief)} is left out of your daily message. My work and \`/campaign\` still list what waits on you there, and an approval that nobody else can give is told all the same. \`/campaign unmute ${key}\` takes it in again.`
}
