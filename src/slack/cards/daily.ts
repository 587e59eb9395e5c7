import type { Daily } from '../../usecases/reads/daily.ts'
import { actions, note, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE } from '../kit/fit.ts'
import { bold, dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import type { Look } from './look.ts'
import { mineButton } from './menu.ts'
import { mutedWords, muteMenu } from './mute.ts'
import { groupParts, waitingTitle } from './waiting.ts'
import { heldOnce, rowLine } from './waiting-row.ts'

/** Rows that are read before work begins. */
const ROWS = 10
/** What waits on a person, once a morning; it changes where it stands. `zone` (IANA) is where their days begin and end. */
export function dailyMessage(daily: Daily, look: Look, zone: string): Message {
  const { waiting, muted } = daily
  const shown = heldOnce(waiting.slice(0, ROWS))
  const more = waiting.length - shown.length
  const rest = more > 0 ? restWords(daily, more) : null
  const title = waitingTitle(daily)
  const campaigns = [...new Map(waiting.map(({ campaign }) => [campaign.id, campaign])).values()]
  return message({
    text: lines(title, ...shown.map((each) => rowLine(each, look)), rest),
    blocks: fitParts(
      [
        section(bold(title), muteMenu(muted, campaigns)),
        ...(shown.length > 0
          ? groupParts(shown, look, zone, {}, (hidden) => note(restWords(daily, hidden)))
          : []),
        rest && note(rest),
        muted.length > 0 && note(mutedWords(muted, look)),
        actions([mineButton()]),
      ],
      MESSAGE,
    ),
  })
}

/** What waits beyond what was read is not counted. */
function restWords({ more }: Daily, left: number): Mrkdwn {
  return more ? md`and others: My work goes on with them` : md`and ${left} more: My work has all of them`
}

/** The list of an earlier morning: what could be pressed in it stands in the newest one. */
export function outdatedDaily(at: Date): Message {
  return message({
    text: md`What waited on you on ${dateToken(at, '{date_short}')}. The newest list is below.`,
  })
}
