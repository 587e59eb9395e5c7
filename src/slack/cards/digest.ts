import type { ActionsBlock, Button } from '@slack/types'
import { awaitsConclusion, openChoice } from '../../domain/choice/choice.ts'
import type { Digest, KeptSuggestion } from '../../domain/digest/digest.ts'
import { isNewVerdict, newSuggestions, saysTheSame } from '../../domain/digest/same.ts'
import { isOpenFollowUp } from '../../domain/follow-up/follow-up.ts'
import type { Readout } from '../../domain/readout/readout.ts'
import { liftsHidden } from '../../domain/readout/validity.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import type { Choice } from '../../domain/state/choices.ts'
import { actions, type KitBlock, type Maybe, note, present, section } from '../kit/blocks.ts'
import { bold, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { heightOnPhone } from '../kit/phone.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { askedShort } from './asked.ts'
import { allFiguresButton, CLICK, campaignButton } from './buttons.ts'
import { choiceLine } from './choice.ts'
import { choiceButtons, concludeButton } from './choice-buttons.ts'
import { pictureBlock } from './figures.ts'
import { groundLine, type Seen, sameLine } from './ground.ts'
import { headlines } from './headlines.ts'
import { faultTasks } from './incidents.ts'
import { type Look, offers } from './look.ts'
import { isBrief, overDigest, overLine } from './over.ts'
import { campaignTitle, count, short } from './parts.ts'
import { dropLine } from './reconciliation.ts'
import { suggestionButtons, suggestionOutcome, suggestionShort } from './suggestions.ts'

/** A digest of the campaign from its snapshot; the previous one with a readout is what "since" speaks of. */
export function digestCard(
  digest: Digest,
  previous: Digest | null,
  state: CampaignState,
  look: Look,
): Message {
  const { readout } = digest
  if (!readout || !digest.madeAt) return unreadCard(digest, state, look)
  if (isBrief(digest, state, look)) return overDigest(digest, state, look)
  const seen = seenOf(digest, readout, previous)
  return saysTheSame(digest, previous, state)
    ? sameCard(digest, seen, state, look)
    : fullCard(digest, previous, seen, state, look)
}

/** One line of meaning; where the warehouse gave nothing, what failed, and no number. */
function unreadCard({ headline, failure, madeAt, slot }: Digest, state: CampaignState, look: Look): Message {
  const title = md`${campaignTitle(state.campaign)}, digest of ${dateToken(madeAt ?? slot)}`
  if (!madeAt) return message({ text: lines(md`This digest is being made.`, title) })
  const why = failure && !headline?.includes(failure) ? md` ${short(failure, 300)}` : ''
  const said = lines(md`${bold(short(headline ?? 'Nothing can be read out', 400))}${why}`, title)
  const asked = askedShort(state, null, look).slice(0, 2)
  return message({
    text: lines(said, ...asked),
    blocks: [section(said), asked.length > 0 && section(lines(...asked)), askRow(state, look)],
  })
}

function askRow(state: CampaignState, look: Look): ActionsBlock | null {
  return actions([offers(look, 'ask', state) && campaignButton('Ask…', CLICK.ask, state)])
}

function seenOf({ madeAt, slot }: Digest, readout: Readout, previous: Digest | null): Seen {
  const before = previous?.readout
    ? { readout: previous.readout, at: previous.madeAt ?? previous.slot }
    : null
  return { readout, at: madeAt ?? slot, before }
}

/** Two lines where it says what the last one said, and by when it is to be decided while that waits. */
function sameCard(digest: Digest, seen: Seen, state: CampaignState, look: Look): Message {
  const line = headlines(seen.readout, digest.headline)
  const ground = sameLine(state.campaign, seen)
  const choice = choiceOf(digest, null, state)
  const decision = choice?.made ? null : choiceLine(state, choice, look)
  const waits = decision && counted([decision], state.followUps.filter(isOpenFollowUp).length, 0)
  return message({
    text: lines(line, ground, ...(waits ?? [])),
    blocks: [
      section(lines(line, ...(waits ?? []))),
      note(ground),
      actions([...choiceButtons(state, look), allFiguresButton(digest, state)]),
    ],
  })
}

const worthBelow = md`${bold('Worth asking')}  in the thread`

/** How tall the blocks of a message of 320 pixels may be, with its head and the line of its thread. */
const ROOM = 234

/** How many questions are shown, where the suggestion is, and whether the ground is brief. unsaid: a drop of people alone is named. */
interface Extent {
  readonly shown: number
  readonly worth: 'here' | 'thread' | 'unsaid' | 'nothing'
  readonly brief: boolean
}

/** From the most to the least: the first one that has room is shown. */
const EXTENTS: readonly Extent[] = [
  { shown: 2, worth: 'here', brief: false },
  { shown: 1, worth: 'here', brief: false },
  { shown: 0, worth: 'here', brief: false },
  { shown: 1, worth: 'here', brief: true },
  { shown: 0, worth: 'here', brief: true },
  { shown: 1, worth: 'thread', brief: false },
  { shown: 0, worth: 'thread', brief: false },
  { shown: 0, worth: 'thread', brief: true },
  { shown: 0, worth: 'unsaid', brief: true },
]

const LEAST: Extent = { shown: 0, worth: 'nothing', brief: true }

function fullCard(
  digest: Digest,
  previous: Digest | null,
  seen: Seen,
  state: CampaignState,
  look: Look,
): Message {
  const line = headlines(seen.readout, digest.headline)
  const picture = isNewVerdict(digest, previous) && !liftsHidden(seen.readout) ? liftsIn(digest) : []
  const found = present([
    ...faultTasks(state, seen.readout, look),
    ...decisionLines(digest, previous, state, look),
  ])
  const asked = askedShort(state, previous, look)
  const worth = worthOf(digest, state, look)
  const drawn = ({ shown, worth: where, brief }: Extent): KitBlock[] => {
    const question = where === 'here' ? worth?.suggestion : undefined
    const lost = where === 'nothing' ? null : dropLine(digest, question, state, look)
    const said = present([...found, lost, ...asked.slice(0, shown)])
    const worthSaid = worth && { here: worth.line, thread: worthBelow, unsaid: null, nothing: null }[where]
    const below = present([...counted(said, asked.length - shown, shown), worthSaid])
    const buttons = buttonsOf(digest, where === 'here' ? (worth?.buttons ?? []) : [], state, look)
    const ground = groundLine(state.campaign, seen, brief)
    const first = section(brief ? headlines(seen.readout, digest.headline, brief) : line)
    return present([first, ...picture, note(ground), below.length > 0 && section(lines(...below)), buttons])
  }
  const blocks = EXTENTS.map(drawn).find((each) => heightOnPhone(each) <= ROOM)
  const lost = dropLine(digest, worth?.suggestion, state, look)
  const text = lines(
    line,
    groundLine(state.campaign, seen),
    ...found,
    lost,
    ...asked.slice(0, 2),
    worth?.line,
  )
  return message({ text, blocks: blocks ?? drawn(LEAST) })
}

function liftsIn({ pictures = [] }: Digest): KitBlock[] {
  return pictures.filter(({ name }) => name === 'lifts').flatMap(pictureBlock)
}

/** What its verdict asks for, or what became of that; past the last day, that it is over. */
function decisionLines(
  digest: Digest,
  previous: Digest | null,
  state: CampaignState,
  look: Look,
): Maybe<Mrkdwn>[] {
  const over = overLine(state, { ...look, now: digest.madeAt ?? look.now })
  return [over, choiceLine(state, choiceOf(digest, previous, state), look)]
}

/** What its verdict asks for, or an earlier one still does; keep running is said once more, then no longer. */
function choiceOf({ id }: Digest, previous: Digest | null, { campaign }: CampaignState): Choice | null {
  const last = campaign.choices.findLast(({ verdict }) => verdict.digestId <= id)
  if (!last || last.verdict.digestId === id || last.made?.chosen !== 'keep') return last ?? null
  return previous && last.made.at <= (previous.madeAt ?? previous.slot) ? null : last
}

/** Those that have no room are counted at the end of the last line: the thread has them. */
function counted(lines: readonly Mrkdwn[], rest: number, shown: number): Mrkdwn[] {
  if (rest <= 0) return [...lines]
  const said = md`${count(rest, shown > 0 ? 'more question' : 'question')}`
  const last = lines.at(-1)
  return last ? [...lines.slice(0, -1), md`${last} · ${said}`] : [md`${said} in the thread`]
}

interface Worth {
  readonly suggestion: KeptSuggestion
  readonly line: Mrkdwn
  readonly buttons: readonly Maybe<Button>[]
}

/** The first of what it is the first to suggest; the thread has all. */
function worthOf(digest: Digest, state: CampaignState, look: Look): Worth | null {
  const [first] = newSuggestions(digest, state.followUps)
  if (!first) return null
  const outcome = suggestionOutcome(first, state)
  const line = suggestionShort(first, state, look)
  return {
    suggestion: first,
    line: outcome ? md`${line} ${outcome}` : line,
    buttons: suggestionButtons(digest, first, state, look),
  }
}

/** What is to be done, then what can be asked, then all figures. */
function buttonsOf(
  digest: Digest,
  worth: readonly Maybe<Button>[],
  state: CampaignState,
  look: Look,
): ActionsBlock | null {
  const { campaign } = state
  const choice = choiceButtons(state, look)
  const over = overLine(state, { ...look, now: digest.madeAt ?? look.now }) !== null
  const asks = worth.length > 0 || openChoice(campaign) !== null
  return actions([
    ...choice,
    (over || awaitsConclusion(campaign)) && concludeButton(state, look),
    ...worth,
    !asks && offers(look, 'ask', state) && campaignButton('Ask…', CLICK.ask, state),
    allFiguresButton(digest, state),
  ])
}
