import type { Nudge } from '../../domain/follow-up/nudges.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import type { FollowUp, Observation } from '../../domain/state/follow-ups.ts'
import { actions, note, section } from '../kit/blocks.ts'
import { bold, dateToken, joinMd, lines, link, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { followUpButtons } from './follow-up-buttons.ts'
import { ideaLine, ideaRows, offspringLine } from './lineage.ts'
import type { Look } from './look.ts'
import { campaignLink, dueSaid, linkTo, longRich, person, short, shortRich } from './parts.ts'

/** Which message about a follow-up it is: to whom it goes, and the nudge that it was sent for. */
interface FollowUpCopy {
  readonly target: string | null
  readonly nudge: Nudge | null
}

/** The question in a private answer: to whoever looks at it, with all that they can do. */
const LOOKED_AT: FollowUpCopy = { target: null, nudge: null }

/** A question to an analyst, or what became of it. */
export function followUpCard(
  state: CampaignState,
  n: number,
  look: Look,
  copy: FollowUpCopy = LOOKED_AT,
): Message {
  const { campaign } = state
  const followUp = state.followUps.find((each) => each.n === n)
  if (!followUp) return message({ text: md`There is no follow-up ${campaign.key}-${n} any more.` })
  // Whoever was reminded of it has the question too, where the answer stands in full.
  if (followUp.answer && copy.nudge !== null && copy.nudge !== 'late')
    return message({ text: answeredLine(campaign, followUp, look) })
  if (followUp.answer) return answeredCard(campaign, followUp, look)
  if (followUp.declined) return closed(declinedLine(campaign, followUp, look), followUp, look)
  const { assignee } = followUp
  const elsewhere =
    copy.target !== null && copy.nudge !== 'late' && assignee !== null && assignee !== copy.target
  if (elsewhere)
    return closed(
      md`${nameOf(campaign, followUp, look)} waits for ${person(assignee, look)} now`,
      followUp,
      look,
    )
  const said = [titleOf(campaign, followUp, copy.nudge, look), ...contentOf(followUp, look)]
  return message({
    text: lines(...said),
    blocks: [...said.map((line) => section(line)), actions(followUpButtons(campaign, followUp, look))],
  })
}

const nameOf = (campaign: Campaign, { n }: FollowUp, look: Look): Mrkdwn =>
  md`${followUpName(campaign, n, look)} of ${campaignLink(campaign, look)}`

/** *winback-3*, as the way to where it was asked. */
const followUpName = ({ key }: Pick<Campaign, 'key'>, n: number, look: Look): Mrkdwn =>
  bold(linkTo(`${key}-${n}`, `${key}-${n}`, look))

/** What the message is for, in one line. */
function titleOf(campaign: Campaign, followUp: FollowUp, nudge: Nudge | null, look: Look): Mrkdwn {
  const name = nameOf(campaign, followUp, look)
  // A date, not a distance: the message stands for days.
  const due = dueWords(followUp)
  if (nudge === 'late')
    return md`${followUp.assignee ? md`No answer from ${person(followUp.assignee, look)} on` : 'Nobody was asked'} ${name}, ${due}. Answer it, hand it on or decline it.`
  if (nudge !== null) return md`${name} is ${due}`
  const [last] = followUp.reassigned.slice(-1)
  const by = last && last.by !== last.to ? md`${person(last.by, look)} hands you` : null
  return by
    ? md`${by} ${name}${last?.words ? md`: ${shortRich(last.words, 300, look)}` : ''}`
    : md`${person(followUp.askedBy, look)} asks about ${campaignLink(campaign, look)}, ${followUpName(campaign, followUp.n, look)}`
}

/** "due Wed 18:00", or "without a due date". */
function dueWords({ dueAt }: FollowUp): Mrkdwn {
  return dueAt ? md`due ${dateToken(dueAt)}` : md`without a due date`
}

/** "no answer from Raj", or "nobody was asked". */
export function unanswered({ assignee }: FollowUp, look: Look): Mrkdwn {
  return assignee === null ? md`nobody was asked` : md`no answer from ${person(assignee, look)}`
}

function contentOf(followUp: FollowUp, look: Look): Mrkdwn[] {
  const { about, step, state, assignee } = followUp
  const accepted = state === 'accepted' ? md`accepted by ${person(assignee, look)}` : null
  return [
    ...(about ? observationLines(about) : []),
    longRich(followUp.question, 2_500, look),
    joinMd([step, dueWords(followUp), about && aboutWords(about), accepted], ' · '),
  ]
}

function observationLines({ seen, why }: Observation): Mrkdwn[] {
  const matters = why ? [md`Matters  ${short(why, 600)}`] : []
  return [lines(md`Seen  ${short(seen, 900)}`, ...matters)]
}

/** "purchase in Mens E-Mail, channel = Web"; null where it is about all of them. */
function aboutWords({ metric, arm, segment }: Observation): Mrkdwn | null {
  const where = segment ? md`${short(segment.column, 80)} = ${short(segment.value, 120)}` : null
  const what = [metric ? short(metric, 80) : null, arm ? short(arm, 120) : null].filter(
    (each) => each !== null,
  )
  const parts = [what.length > 0 ? joinMd(what, ' in ') : null, where].filter((each) => each !== null)
  return parts.length > 0 ? joinMd(parts, ', ') : null
}

/** What was found, and what can grow from it. */
function answeredCard(campaign: Campaign, followUp: FollowUp, look: Look): Message {
  const line = answeredLine(campaign, followUp, look)
  const question = md`Asked  ${longRich(followUp.question, 2_500, look)}`
  const found = answerLines(followUp, look)
  const ideas = followUp.answer?.ideas.map((idea) => ideaLine(idea, look)) ?? []
  const led = offspringLine(campaign, followUp, look)
  return message({
    text: lines(line, ...found, ...ideas, led, question),
    blocks: [
      section(line),
      section(question),
      ...found.map((each) => section(each)),
      ...ideaRows(campaign, followUp, Number.POSITIVE_INFINITY, look),
      led && note(led),
    ],
  })
}

/** What became of it, and the question; for reading. */
function closed(line: Mrkdwn, followUp: FollowUp, look: Look): Message {
  const question = md`Asked  ${longRich(followUp.question, 2_500, look)}`
  return message({ text: lines(line, question), blocks: [section(line), section(question)] })
}

function answeredLine(campaign: Campaign, followUp: FollowUp, look: Look): Mrkdwn {
  const { n, answeredBy, answeredAt, dueAt } = followUp
  const late = dueAt && answeredAt && dueAt < answeredAt ? `, ${dueSaid(dueAt, answeredAt)}` : ''
  const at = answeredAt ? md`${late}, ${dateToken(answeredAt)}` : ''
  return md`${followUpName(campaign, n, look)} of ${campaignLink(campaign, look)} was answered by ${person(answeredBy, look)}${at}`
}

function declinedLine(campaign: Campaign, followUp: FollowUp, look: Look): Mrkdwn {
  const { by, at, reason } = followUp.declined ?? { by: null, at: look.now, reason: '' }
  return md`${nameOf(campaign, followUp, look)} was declined by ${person(by, look)}, ${dateToken(at)}: ${shortRich(reason, 2_000, look)}`
}

/** The finding, how sure it is and where it can be read; then the decision. */
function answerLines({ answer }: FollowUp, look: Look): Mrkdwn[] {
  if (!answer) return []
  const { finding, confidence, decision } = answer
  const ground = [confidence && md`confidence ${confidence}`, answer.link && link(answer.link)]
  return [
    lines(md`Found  ${longRich(finding, 2_500, look)}`, ground.some(Boolean) && joinMd(ground, ' · ')),
    ...(decision ? [md`Decided  ${longRich(decision, 1_500, look)}`] : []),
  ]
}
