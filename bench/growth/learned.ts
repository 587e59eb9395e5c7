import type { CampaignEvent } from '../../src/domain/state/events.ts'
import type { MeasuredLift } from '../../src/domain/state/growth.ts'
import { DAY, HOUR, type Plot, type Told, told } from './plot.ts'
import { PARTNER } from './population.ts'

/** What a campaign taught: its questions with their answers, and its conclusion. */

const WORDS = 'coupon delivery weekend reminder loyal lapsed basket discount morning price advent gift'.split(
  ' ',
)

export function followUps({ owner, random, fate }: Plot): Told[] {
  const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? ''
  return [1, 2, 3].flatMap((n) => {
    const question = `Why does the ${word()} group of the ${word()} arm differ?`
    const asked = {
      n,
      question,
      step: 'analyze',
      askedBy: owner,
      askedAt: new Date(0),
      assignee: PARTNER,
      dueAt: null,
      digestId: null,
    } as const
    const open = told({ kind: 'follow_up_asked', followUp: asked }, owner, HOUR)
    if (fate === 'live' && n === 3) return [open]
    const finding = `Most of it comes from ${word()} and ${word()} in the ${word()}`
    return [
      open,
      told({ kind: 'follow_up_accepted', n }, PARTNER, HOUR),
      told(
        { kind: 'follow_up_answered', n, finding, confidence: 'high', ideas: [`Try the ${word()} first`] },
        PARTNER,
        DAY,
      ),
    ]
  })
}

export function concluded({ random, digestIds }: Plot): CampaignEvent {
  const lift = 0.04 + (random() - 0.5) * 0.1
  const measured: MeasuredLift = {
    ...{
      found: true as const,
      metric: 'purchase',
      label: 'Purchase',
      direction: 'up' as const,
      arm: 'Push reminder',
      of: 1,
    },
    ...{
      lift,
      se: 0.02,
      low: lift - 0.04,
      high: lift + 0.04,
      digestId: digestIds.at(-1) ?? 0,
      readAt: new Date(0),
    },
  }
  const learned = `The ${WORDS[Math.floor(random() * WORDS.length)]} moved more than the ${WORDS[Math.floor(random() * WORDS.length)]}`
  const reached = lift > 0.04 ? 'yes' : 'no'
  return {
    kind: 'concluded',
    conclusion: { reached, growth: reached === 'yes' ? 'good' : 'neutral', learned, measured },
  }
}
