import type { GuideStep } from '../contract.ts'
import { nextMorning } from './clock.ts'

/** What Stairway says of a campaign that was made since the story's present. */
export interface Progress {
  readonly key: string
  /** By everybody whom its policy asks. */
  readonly approved: boolean
  readonly launchedAt: Date | null
}

const CREATE = `As Ana in #growth, send \`/campaign new Weekend deal template:quick-win\`
The template fills in what it is for, how it is measured and what the launch does.`

const approve = (
  key: string,
) => `Still as Ana, on its card: press *Tasks*, and *Mark done* on both that are required. Then *Submit*, or send \`/campaign submit ${key}\`
Nobody approves their own: become Raj, open the messages of Stairway and press *Approve*, or send \`/campaign approve ${key}\` in #growth.`

const launch = (key: string) =>
  `As Ana in #growth, press *Launch* on its card, or send \`/campaign launch ${key}\` and press *Launch*`

const MORNING = `Press "Next morning" above: the night passes and sales come in. At 09:00 its first digest is posted in #growth; the template has planned that too.`

/** The four steps of the guide, as far as they have been gone with these campaigns, the newest first. */
export function guideOf(campaigns: readonly Progress[], now: Date): GuideStep[] {
  const key = campaigns[0]?.key ?? 'weekend-deal'
  const morning = ({ launchedAt }: Progress) => launchedAt !== null && now >= nextMorning(launchedAt)
  const done = (reached: (campaign: Progress) => boolean) => campaigns.some(reached)
  return [
    { id: 'create', title: 'Create a campaign', hint: CREATE, done: campaigns.length > 0 },
    {
      id: 'approve',
      title: 'Have it approved by somebody else',
      hint: approve(key),
      done: done(({ approved }) => approved),
    },
    {
      id: 'launch',
      title: 'Launch it',
      hint: launch(key),
      done: done(({ launchedAt }) => launchedAt !== null),
    },
    { id: 'morning', title: 'See the next morning', hint: MORNING, done: done(morning) },
  ]
}
