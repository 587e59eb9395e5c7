import { awaitsConclusion, CHOICE_WORDS, isLateChoice, openChoice } from '../../domain/choice/choice.ts'
import type { Nudge } from '../../domain/follow-up/nudges.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Choice, MadeChoice, SeenVerdict } from '../../domain/state/choices.ts'
import { durationWords } from '../../domain/time/duration-words.ts'
import { actions, section } from '../kit/blocks.ts'
import { bold, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { choiceButtons, concludeButton } from './choice-buttons.ts'
import type { Look } from './look.ts'
import { campaignLink, dueSaid, person, short, shortRich } from './parts.ts'

/** A verdict that asks for a decision: to its owner, to who is told that it is late, or to who looks. */
export function choiceCard(
  state: CampaignState,
  n: number | null,
  look: Look,
  nudge: Nudge | null = null,
): Message {
  const { campaign } = state
  const choice =
    campaign.choices.find((each) => each.n === n) ?? (n === null ? campaign.choices.at(-1) : undefined)
  if (!choice)
    return message({ text: md`No verdict of ${campaignLink(campaign, look)} asks for a decision.` })
  const open = openChoice(campaign)?.n === choice.n
  const said = open
    ? [...verdictLines(state, choice.verdict, look), askedLine(state, choice, look, nudge)]
    : [md`${campaignLink(campaign, look)}  ${endedLine(choice, look)}`]
  const ends = !open && awaitsConclusion(campaign)
  return message({
    text: lines(...said),
    blocks: [
      section(lines(...said)),
      actions(open ? choiceButtons(state, look) : [ends && concludeButton(state, look)]),
    ],
  })
}

function verdictLines(
  { campaign }: CampaignState,
  { words, reasons, day }: SeenVerdict,
  look: Look,
): Mrkdwn[] {
  const why = reasons.slice(0, 2).map(({ text }) => short(text, 300))
  return [lines(md`${bold(short(words, 300))}`, ...why), md`${campaignLink(campaign, look)}, day ${day}`]
}

function askedLine(
  { campaign: { owner } }: CampaignState,
  { verdict, dueAt }: Choice,
  look: Look,
  nudge: Nudge | null,
): Mrkdwn {
  const recommended = md`Recommended: ${CHOICE_WORDS[verdict.recommends]}.`
  if (nudge === 'late')
    return md`${person(owner, look)} has not decided, ${dueSaid(dueAt, look.now)}. ${recommended}`
  return md`Decide by ${dateToken(dueAt)}. ${recommended}`
}

/** The same where its verdict stands nowhere near: "…: ship is recommended" while it is open. */
export function choiceLineAlone(
  state: Pick<CampaignState, 'campaign'>,
  choice: Choice | undefined,
  look: Look,
): Mrkdwn | null {
  const line = choiceLine(state, choice, look)
  if (line === null || !choice || choice.made) return line
  return md`${line}: ${CHOICE_WORDS[choice.verdict.recommends]} is recommended`
}

function endedLine({ made }: Choice, look: Look): Mrkdwn {
  return made ? madeLine(made, null, look) : md`There is nothing to decide any more.`
}

/** "Decided: ship, Ana, 1 day later: words". */
function madeLine({ chosen, by, at, words }: MadeChoice, askedAt: Date | null, look: Look): Mrkdwn {
  const later = askedAt
    ? `, ${durationWords(at.getTime() - askedAt.getTime())} later`
    : md`, ${dateToken(at)}`
  const why = words ? md`: ${shortRich(words, 300, look)}` : ''
  return md`${bold(`Decided: ${CHOICE_WORDS[chosen]}`)}, ${person(by, look)}${later}${why}`
}

/** "Decide by Wed  Ana", "Ana has not decided, 2 days late; Tom has been told", or what was decided. */
export function choiceLine(
  { campaign }: Pick<CampaignState, 'campaign'>,
  choice: Choice | null | undefined,
  look: Look,
): Mrkdwn | null {
  if (!choice) return null
  if (choice.made) return madeLine(choice.made, choice.askedAt, look)
  if (openChoice(campaign)?.n !== choice.n) return null
  const owner = person(campaign.owner, look)
  const { dueAt, escalated } = choice
  if (!isLateChoice(choice, look.now))
    return md`${bold('Decide by')} ${dateToken(dueAt, '{date_short_pretty}')}  ${owner}`
  const told = escalated ? md`; ${person(escalated.to, look)} has been told` : ''
  return md`${bold(md`${owner} has not decided`)}, ${dueSaid(dueAt, look.now)}${told}`
}
