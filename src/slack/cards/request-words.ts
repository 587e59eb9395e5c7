import { deciders, tallies } from '../../domain/approval/approvers.ts'
import { changedSinceSubmit, changeWords, newestEdit } from '../../domain/approval/changes.ts'
import { exceptionsIn } from '../../domain/approval/exceptions.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { ApprovalRequest, Decision, Terms } from '../../domain/state/requests.ts'
import { dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { deciderName, deciderNames } from './deciders.ts'
import type { Look } from './look.ts'
import { changeLine, person, short, shortRich } from './parts.ts'

/** "growth 1 of 1 · data 0 of 1, waiting for Raj or Mei"; once nobody is waited for "growth 1 of 1, data 1 of 1". */
export function tallyLine(
  request: ApprovalRequest,
  owner: string,
  look: Look,
  between: ' · ' | ', ' = ' · ',
): Mrkdwn {
  const each = tallies(request, owner, look.members).map(({ team, count, given }) => {
    const unread = unreadWords(team, look)
    const asked = deciderNames(deciders(request, owner, look.members, team), look)
    const waiting = given < count ? md`, waiting for ${asked}${unread}` : ''
    return md`${team} ${given} of ${count}${waiting}`
  })
  return joinMd(each, between)
}

/**
 * The teams that are missing: "data 0 of 1". Null while nobody has decided and all who may are known: then it says
 * nothing that who is asked does not know.
 */
export function shortTally(request: ApprovalRequest, look: Look): Mrkdwn | null {
  const unread = request.requires.some(({ team }) => unreadWords(team, look) !== '')
  if (request.decisions.length === 0 && !unread) return null
  const missing = tallies(request, '', look.members).filter(({ given, count }) => given < count)
  const each = missing.map(
    ({ team, count, given }) => md`${team} ${given} of ${count}${unreadWords(team, look)}`,
  )
  return joinMd(each, ' · ')
}

function unreadWords(team: string, look: Look): string {
  return look.members.get(team)?.unread === undefined ? '' : ' (its user group is not readable just now)'
}

/** "Approved by Raj and Mei, Mon 2 Mar 16:20"; one who did so alone, as an emergency, is marked for good. */
export function approvedLine(request: ApprovalRequest, look: Look): Mrkdwn {
  const approvals = request.decisions.filter(({ verdict }) => verdict === 'approve')
  const alone = glassLine(request, look)
  if (alone) return alone
  const by = deciderNames(approvals, look, 'and')
  const at = approvals.at(-1)?.at
  const exceptions = exceptionsIn(request).map((each) => exceptionWords(each, look))
  const how = exceptions.length > 0 ? ' with an exception' : ''
  return joinMd([md`Approved${how} by ${by}${at ? md`, ${dateToken(at)}` : ''}`, ...exceptions], '; ')
}

/** "■ Approved by Tom alone, as an emergency, Mon 2 Mar 16:20: the wrong price is live"; null where nobody did. */
export function glassLine({ terms }: ApprovalRequest, look: Look): Mrkdwn | null {
  const glass = terms?.glass
  if (!glass) return null
  return md`■ Approved by ${person(glass.by, look)} alone, as an emergency, ${dateToken(glass.at)}: ${shortRich(glass.words, 300, look)}`
}

/** "Orders are fresh was 5 hours old, wanted ≤ 2 hours: the nightly load is late, its numbers are not used" */
function exceptionWords({ words, seen = [] }: Decision, look: Look): Mrkdwn {
  const red = seen
    .filter((each) => each.red)
    .map((each) => md`${short(each.title, 80)}  ${short(each.words, 160)}`)
  return md`■ ${joinMd(red, ', ')}: ${shortRich(words ?? '', 300, look)}`
}

/** "Lapsed Mon 2 Mar 16:20" and what moved; the owner mends it. */
export function lapsedLine({ at, words }: NonNullable<Terms['lapsed']>, owner: string, look: Look): Mrkdwn {
  return lines(
    md`Approved, and lapsed ${dateToken(at)}. ${person(owner, look)} submits it again once that is mended.`,
    ...words
      .split('\n')
      .slice(0, 5)
      .map((line) => shortRich(line, 300, look)),
  )
}

/** Who has decided so far, and against it with why; null while nobody has. */
export function soFarLine(request: ApprovalRequest, look: Look): Mrkdwn | null {
  const { decisions } = request
  const against = decisions.filter(({ verdict }) => verdict !== 'approve')
  const parts = [
    decisions.length > against.length && approvedLine(request, look),
    ...against.map(
      (each) => md`Declined by ${deciderName(each, look)}: ${shortRich(each.words ?? '', 200, look)}`,
    ),
  ]
  return decisions.length > 0 ? joinMd(parts, '; ') : null
}

/** "Declined by Raj, Mon 2 Mar 16:20: the list is stale". */
export function declinedLine(request: ApprovalRequest, look: Look): Mrkdwn {
  const decision = request.decisions.findLast(({ verdict }) => verdict !== 'approve')
  if (!decision) return md`Declined`
  if (decision.verdict === 'changes')
    return md`Changes requested by ${deciderName(decision, look)}, ${dateToken(decision.at)}`
  const why = shortRich(decision.words ?? '', 600, look)
  return md`Declined by ${deciderName(decision, look)}, ${dateToken(decision.at)}: ${why}`
}

/** As `tallyLine`; what was changed since waits for nobody's approval, but to be submitted. */
export function approvalLine(state: CampaignState, request: ApprovalRequest, look: Look): Mrkdwn {
  const { owner } = state.campaign
  return changedSinceSubmit(state).length === 0
    ? tallyLine(request, owner, look)
    : md`waits for ${person(owner, look)} to submit it again`
}

/** What was changed after it was submitted and by whom, so that it has to be submitted again; null where nothing was. */
export function changedLine(state: CampaignState, look: Look): Mrkdwn | null {
  const changes = changedSinceSubmit(state)
  if (changes.length === 0) return null
  const said = changes.slice(0, 4).map((change) => changeLine(changeWords(change), look))
  const more = changes.length > 4 ? md`; and ${changes.length - 4} more` : ''
  const edit = newestEdit(state, changes)
  const who = edit ? md`, by ${person(edit.by, look)}, ${dateToken(edit.at)}` : ''
  return md`Changed after it was submitted: ${joinMd(said, '; ')}${more}${who}. It has to be submitted again.`
}
