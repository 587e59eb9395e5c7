import type { Daily } from '../../usecases/reads/daily.ts'
import { actions, type KitBlock, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE } from '../kit/fit.ts'
import { bold, dateToken, lines, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { mineButton } from './menu.ts'
import { mutedWords, muteMenu } from './mute.ts'
import { groupParts, waitingTitle } from './waiting.ts'
import { heldOnce, rowLine } from './waiting-row.ts'

/** Rows that are read before work begins. */
const ROWS = 10
/** What waits on a person, once a morning; it changes where it stands. `zone` (IANA) is where their days begin and end. */
export function dailyMessage({ waiting, muted }: Daily, look: Look, zone: string): Message {
  const shown = heldOnce(waiting.slice(0, ROWS))
  const more = waiting.length - shown.length
  const rest = more > 0 ? md`and ${more} more: My work has all of them` : null
  const title = waitingTitle(waiting)
  const campaigns = [...new Map(waiting.map(({ campaign }) => [campaign.id, campaign])).values()]
  return message({
    text: lines(title, ...shown.map((each) => rowLine(each, look)), rest),
    blocks: fitParts(
      [
        section(bold(title), muteMenu(muted, campaigns)),
        ...(shown.length > 0 ? groupParts(shown, look, zone, {}, moreHere) : []),
        rest && note(rest),
        muted.length > 0 && note(mutedWords(muted, look)),
        actions([mineButton()]),
      ],
      MESSAGE,
    ),
  })
}

/** The list of an earlier morning: what could be pressed in it stands in the newest one. */
export function outdatedDaily(at: Date): Message {
  return message({
    text: md`What waited on you on ${dateToken(at, '{date_short}')}. The newest list is below.`,
  })
}

const moreHere = (hidden: number): KitBlock => note(md`and ${hidden} more: My work has all of them`)
