import type { GuideStep } from '../contract.ts'
import { nextMorning } from './clock.ts'

/** What Stairway says of a campaign that was made since the story's present. */
export interface Progress {
  readonly key: string
  /** By everybody whom its policy asks. */
  readonly approved: boolean
  readonly launchedAt: Date | null
}

const CREATE = 'As Ana in #growth: `/campaign new Weekend offer template:quick-email key:weekend`'

const APPROVE = `Still as Ana: \`/campaign brief weekend\` opens its brief. Fill in, and save:
• Hypothesis: An offer for the weekend brings people back
• Desired outcome: \`purchase up 8%\`  ·  Horizon: \`14 days\`
• Audience: \`No order this month size:8000\`
• Arms: \`No e-mail, Offer e-mail\`  ·  Exposure query: sends
• Launch plan: \`webhook sender Send the offer\`
Then \`/campaign task weekend 1 done Tried both links\`, and \`/campaign submit weekend\`
Nobody approves their own: become Mei, open the messages of Stairway, and press Approve.`

const LAUNCH = 'As Ana, press Launch on the card in #growth.'

const MORNING = `Still as Ana: \`/campaign digest weekend daily 09:00\` has its results posted every morning.
Then press "Next morning": the night passes, sales come in, and the digests are posted at 09:00.`

/** The four steps of the guide, as far as they have been gone with one and the same campaign. */
export function guideOf(campaigns: readonly Progress[], now: Date): GuideStep[] {
  const morning = ({ launchedAt }: Progress) => launchedAt !== null && now >= nextMorning(launchedAt)
  const done = (reached: (campaign: Progress) => boolean) => campaigns.some(reached)
  return [
    { id: 'create', title: 'Create a campaign', hint: CREATE, done: campaigns.length > 0 },
    {
      id: 'approve',
      title: 'Have it approved by somebody else',
      hint: APPROVE,
      done: done(({ approved }) => approved),
    },
    { id: 'launch', title: 'Launch it', hint: LAUNCH, done: done(({ launchedAt }) => launchedAt !== null) },
    { id: 'morning', title: 'See the next morning', hint: MORNING, done: done(morning) },
  ]
}
