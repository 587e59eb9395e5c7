import type { Button, SectionBlock } from '@slack/types'
import { originName } from '../../domain/origin.ts'
import type { Campaign } from '../../domain/state/campaign.ts'
import type { FollowUp } from '../../domain/state/follow-ups.ts'
import { buttonValue } from '../buttons.ts'
import { button, section } from '../kit/blocks.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { CLICK } from './buttons.ts'
import { type Look, offers } from './look.ts'
import { keyLink, shortRich } from './parts.ts'

/** The value of the button that makes a draft of an idea: `n` of the follow-up (absent: the conclusion), `i` of its ideas from 1. */
export interface OfIdea {
  readonly c: number
  readonly n?: number
  readonly i?: number
}

const SHOWN = 6

/** "Grew from `winback-3` · led to `winback2`, `tablets`"; null where neither is so. */
export function lineageLine({ origin, ledTo }: Campaign, look: Look): Mrkdwn | null {
  const from = origin && md`Grew from ${keyLink(originName(origin), look)}`
  const to = ledToWords(ledTo, look)
  return from || to ? joinMd([from, to], ' · ') : null
}

/** The campaigns that grew from one follow-up; null where none did. */
export function offspringLine({ ledTo }: Campaign, { n }: FollowUp, look: Look): Mrkdwn | null {
  return ledToWords(
    ledTo.filter((each) => each.n === n),
    look,
  )
}

function ledToWords(ledTo: Campaign['ledTo'], look: Look): Mrkdwn | null {
  if (ledTo.length === 0) return null
  const more = ledTo.length > SHOWN ? [md`${ledTo.length - SHOWN} more`] : []
  return md`Led to ${joinMd([...ledTo.slice(0, SHOWN).map(({ key }) => keyLink(key, look)), ...more], ', ')}`
}

/** Each idea with the button that makes a campaign of it. */
export function ideaRows(
  campaign: Campaign,
  { n, answer }: FollowUp,
  most: number,
  look: Look,
): SectionBlock[] {
  const ideas = answer?.ideas ?? []
  return ideas
    .slice(0, most)
    .map((idea, i) =>
      section(
        ideaLine(idea, look),
        offers(look, 'create', null) ? { accessory: draftButton({ c: campaign.id, n, i: i + 1 }, idea) } : {},
      ),
    )
}

export function ideaLine(idea: string, look: Look): Mrkdwn {
  return md`Idea  ${shortRich(idea, 600, look)}`
}

export function draftButton(value: OfIdea, idea: string): Button {
  const text = 'Start a draft from it'
  return button({ text, actionId: CLICK.startDraft, value: buttonValue(value), readAs: `${text}: ${idea}` })
}
