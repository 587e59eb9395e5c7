/** What an audit finds: duties that were not done though nobody works on them, and those that were done more than once. */
import { token } from '../text/tokens.ts'
import type { Duty, What } from './duty.ts'

export interface Finding {
  readonly teamId: string
  /** The same as long as it lasts. */
  readonly about: string
  /** What is wrong, and what to do. */
  readonly words: string
}

export interface KnownFinding extends Finding {
  /** Null until it was found by two audits. */
  readonly toldAt: Date | null
}

/** After its time so long nothing is amiss: who does it may be at it. */
export const GRACE_MS = 15 * 60_000

export function findingsOf(duties: readonly Duty[], now: Date): Finding[] {
  return duties.filter((duty) => isAmiss(duty, now)).map(findingOf)
}

function isAmiss({ times, isWorkedOn, dueAt }: Duty, now: Date): boolean {
  if (times > 1) return true
  return times === 0 && !isWorkedOn && dueAt.getTime() <= now.getTime() - GRACE_MS
}

function findingOf(duty: Duty): Finding {
  const { teamId, what, campaign, id } = duty
  return { teamId, about: `${what} ${campaign ?? '-'} ${id}`, words: WORDS[what](duty) }
}

const LOG = 'Whoever runs Stairway: look for errors in its log, and start it again.'
const on = ({ campaign }: Duty) => token.bold(campaign ?? '')
const at = ({ dueAt }: Duty) => token.time(dueAt)

const WORDS: Readonly<Record<What, (duty: Duty) => string>> = {
  slot: (duty) => `The digest of ${on(duty)}, due ${at(duty)}, has not begun. ${LOG}`,
  portfolio_slot: (duty) => `A digest of many campaigns, due ${at(duty)}, has not begun. ${LOG}`,
  mornings: (duty) => `Daily messages, due since ${at(duty)}, were not sent. ${LOG}`,
  watch: (duty) =>
    `The guardrails of ${on(duty)} have not been looked at since ${at(duty)}: \`/campaign results ${duty.campaign}\` shows them. ${LOG}`,
  checks: (duty) =>
    `Checks of ${on(duty)} were due ${at(duty)} and not asked: ask them on its tasks, \`/campaign tasks ${duty.campaign}\`. ${LOG}`,
  digest: (duty) =>
    `The digest of ${on(duty)} of ${at(duty)} was begun and never made: \`/campaign digest ${duty.campaign} now\` makes one.`,
  portfolio: (duty) => `A digest of many campaigns of ${at(duty)} was begun and never made. ${LOG}`,
  post: (duty) =>
    `The digest of ${on(duty)} of ${at(duty)} was made and never posted: \`/campaign results ${duty.campaign}\` shows the figures.`,
  message: (duty) =>
    `A message${duty.campaign ? ` of ${on(duty)}` : ''} of ${at(duty)} has not gone out.${duty.campaign ? ` \`/campaign show ${duty.campaign}\` says how it stands.` : ` ${LOG}`}`,
  expiry: (duty) =>
    `The request of ${on(duty)} ended ${at(duty)} and was not closed: withdraw it, \`/campaign withdraw ${duty.campaign}\`, and submit again.`,
  reminder: (duty) =>
    `Who has not decided on ${on(duty)} was to be reminded ${at(duty)}, and was not: \`/campaign show ${duty.campaign}\` says who.`,
  launch: (duty) =>
    `The launch of ${on(duty)}, set for ${at(duty)}, did not start: \`/campaign launch ${duty.campaign}\`.`,
  step: (duty) =>
    `Step ${duty.id} of the launch of ${on(duty)} goes no further: stop it, \`/campaign stop ${duty.campaign}\`, and look at its target first.`,
  launched: (duty) => twice(duty, 'was launched'),
  live: (duty) => twice(duty, 'went live'),
  step_done: (duty) => twice(duty, 'had the same step of its launch done'),
  jobs: (duty) => `Jobs wait since ${at(duty)} and do not run. ${LOG}`,
}

function twice(duty: Duty, did: string): string {
  return `${on(duty)} ${did} ${duty.times} times: look at its targets, and at \`/campaign history ${duty.campaign}\`.`
}

export interface Audited {
  /** Found for the first time: told where the next audit finds it too. */
  readonly fresh: readonly Finding[]
  readonly tell: readonly Finding[]
  /** Told before, and not there any more. */
  readonly well: readonly KnownFinding[]
  /** No longer there, whether it was told or not. */
  readonly gone: readonly KnownFinding[]
}

/** What this audit says, by what the ones before found. What happened twice stays so: it is told, and then forgotten. */
export function audited(known: readonly KnownFinding[], found: readonly Finding[]): Audited {
  const before = new Map(known.map((each) => [nameOf(each), each]))
  const now = new Set(found.map(nameOf))
  const gone = known.filter((each) => !now.has(nameOf(each)))
  return {
    fresh: found.filter((each) => !before.has(nameOf(each))),
    tell: found.filter((each) => before.get(nameOf(each))?.toldAt === null),
    well: gone.filter(({ about, toldAt }) => toldAt !== null && !/^(launched|live|step_done) /.test(about)),
    gone,
  }
}

const nameOf = ({ teamId, about }: Finding) => `${teamId} ${about}`

const MOST_SAID = 5

/** One message for all of an audit. */
export function auditWords(tell: readonly Finding[], well: readonly Finding[]): string {
  const wrong = [
    ...(tell.length > 0 ? ['What I promised and did not do, or did twice:'] : []),
    ...lines(tell),
  ]
  const mended = [...(well.length > 0 ? ['Well again, of what I said before:'] : []), ...lines(well)]
  return [...wrong, ...mended].join('\n')
}

function lines(findings: readonly Finding[]): string[] {
  const said = findings.slice(0, MOST_SAID).map(({ words }) => `• ${words}`)
  const more = findings.length - said.length
  return more > 0 ? [...said, `and ${more} more`] : said
}
