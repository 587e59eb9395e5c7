import type { CampaignState } from '../../domain/state/campaign.ts'
import { sharingWords } from '../../domain/steps/things.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { longRich, short } from './parts.ts'

/** What a campaign has together with others, and what a stop of it does: to them, and to what can't come back. */

const SHOWN = 4

/** "shares flag checkout in LaunchDarkly with Spring win-back (live): stopping one takes it back for both", a thing a line. */
export function sharedLines(look: Look): Mrkdwn[] {
  const said = sharingWords(look.shared ?? [], look.catalog)
  const more = said.length > SHOWN ? [md`shares ${said.length - SHOWN} more with others`] : []
  return [...said.slice(0, SHOWN).map((words) => longRich(words, 500, look)), ...more]
}

/** The same in the dialog of a launch: " Shares flag checkout with Spring win-back (live)." */
export function sharedBriefly({ shared = [] }: Look): Mrkdwn {
  const [first] = shared
  if (!first) return md``
  const more = shared.length > 1 ? ` and ${shared.length - 1} more` : ''
  return md`It shares ${short(first.thing.name, 40)} with ${short(first.with.name, 50)} (${first.with.stage})${more}. `
}

/** What a stop takes from others: " It takes flag checkout from Spring win-back too." */
function takenFrom({ shared = [] }: Look): Mrkdwn | null {
  const [first, ...rest] = shared.filter(({ thing, with: { stage } }) => thing.isSet && stage !== 'approved')
  if (!first) return null
  const more = rest.length > 0 ? ` and ${rest.length} more` : ''
  return md`It takes ${short(first.thing.name, 40)} from ${short(first.with.name, 50)}${more} too.`
}

/** What a stop does beside what it says of its steps. */
export function stopEffects(state: CampaignState, look: Look): Mrkdwn {
  return joinMd([stays(state, look), takenFrom(look)], ' ')
}

/** What can't come back once it went. */
function stays({ campaign }: CampaignState, { catalog }: Look): Mrkdwn | null {
  const targets = catalog.targets.filter(({ name }) =>
    campaign.brief.plan.some((step) => step.kind === 'sent' && step.target === name),
  )
  if (targets.some(({ mails }) => mails)) return md`Mail that has gone can't come back.`
  const once = targets.find(({ undoable }) => !undoable)
  return once ? md`What went to ${short(once.title, 40)} can't come back.` : null
}
