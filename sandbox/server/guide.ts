import type { GuideAct, GuideButton, GuideOffer, GuideStep, MessageRef } from '../contract.ts'
import { nextMorning } from './clock.ts'

/** What Stairway says of a campaign that was made since the story's present. */
export interface Progress {
  readonly key: string
  readonly name: string
  /** Without the control. */
  readonly treatments: readonly string[]
  /** Required tasks that are open. */
  readonly open: number
  /** A request waits for its approvers. */
  readonly asked: boolean
  /** By everybody whom its policy asks. */
  readonly approved: boolean
  readonly launchedAt: Date | null
  /** It was made by the template whose flag goes up in stages. */
  readonly ramps: boolean
  /** As Stairway calls it: `preparing`, `launching`, `stopped`. */
  readonly stage: string
  /** Where they stand, once posted: the card, and the newest digest. */
  readonly card: MessageRef | null
  readonly digest: MessageRef | null
}

const CHANNEL = 'C0GROWTH'
const ANA = { kind: 'be', as: 'U0ANA', in: CHANNEL } as const
const RAJ = { kind: 'be', as: 'U0RAJ', in: 'D0RAJ' } as const
const NEW = 'new Weekend deal template:quick-win'
const ELSEWHERE: Progress = {
  key: 'weekend-deal',
  name: 'Weekend deal',
  treatments: [],
  open: 1,
  asked: false,
  approved: false,
  launchedAt: null,
  ramps: false,
  stage: 'preparing',
  card: null,
  digest: null,
}

/** The steps of the guide, as far as they have been gone with these campaigns, the newest first. */
export function guideOf(campaigns: readonly Progress[], now: Date): GuideStep[] {
  const newest = campaigns[0] ?? ELSEWHERE
  const morning = ({ launchedAt }: Progress) => launchedAt !== null && now >= nextMorning(launchedAt)
  const done = (reached: (campaign: Progress) => boolean) => campaigns.some(reached)
  return [
    { ...create, done: campaigns.length > 0 },
    { ...tick(newest), done: done(({ open, approved }) => open === 0 || approved) },
    { ...approve(newest), done: done(({ approved }) => approved) },
    { ...launch(newest), done: done(({ launchedAt }) => launchedAt !== null) },
    { ...see, done: done(morning) },
  ]
}

type Told = Omit<GuideStep, 'done'>

const create: Told = {
  id: 'create',
  title: 'Create a campaign',
  hint: `You are Ana, in #growth. Send \`/campaign ${NEW}\`
The template fills in what it is for, how it is measured and what the launch does.`,
  button: { label: 'Send /campaign new', does: [ANA, { kind: 'send', as: ANA.as, in: CHANNEL, text: NEW }] },
}

const tick = ({ key, card }: Progress): Told => ({
  id: 'tick',
  title: 'Tick what has to be ready',
  hint: `One task of its template is required. Press *Tasks* on its card, then choose *Mark done* in its menu; \`/campaign task ${key} 1 done\` does the same.`,
  button: pressing('Show its tasks', card, 'Tasks'),
})

const approve = ({ key, asked, card }: Progress): Told => ({
  id: 'approve',
  title: 'Have it approved by somebody else',
  hint: `*Submit* on its card asks for it (or \`/campaign submit ${key}\`). Nobody approves their own: Raj finds it in the messages of Stairway and presses *Approve*.`,
  button: asked ? { label: 'Be Raj', does: [RAJ] } : pressing('Submit it, then be Raj', card, 'Submit', RAJ),
})

const launch = ({ key, card }: Progress): Told => ({
  id: 'launch',
  title: 'Launch it',
  hint: `It is Ana's again: *Launch* on its card says what will happen and asks, and so does \`/campaign launch ${key}\`.`,
  button: pressing('Launch it as Ana', card, 'Launch'),
})

const see: Told = {
  id: 'morning',
  title: 'See the next morning',
  hint: 'The night passes and sales come in. At 09:00 its first digest is posted in #growth; the template has planned that too.',
  button: { label: 'Next morning', does: [ANA, { kind: 'clock', to: 'next-morning' }] },
}

function pressing(
  label: string,
  message: MessageRef | null,
  pressed: string,
  ...then: readonly GuideAct[]
): GuideButton | null {
  return message && { label, does: [ANA, { kind: 'press', message, label: pressed }, ...then] }
}

/** What to try after the steps, with the newest campaign that runs. */
export function offersOf(campaigns: readonly Progress[]): GuideOffer[] {
  const own = campaigns.filter(({ ramps }) => !ramps)
  const { key, name, treatments: arms } = own.find(({ launchedAt }) => launchedAt !== null) ?? ELSEWHERE
  const typed = (line: string): GuideAct[] => [ANA, { kind: 'type', line }]
  return [
    rampOffer(campaigns.find(({ ramps }) => ramps)),
    {
      id: 'ask',
      title: 'Ask a question',
      hint: 'Raj is asked, reminded, and his answer is kept.',
      button: {
        label: 'Type it',
        does: typed(`/campaign ask ${key} Why do people on the web buy less? @raj due:+2wd`),
      },
    },
    {
      id: 'conclude',
      title: 'Conclude it',
      hint: `By its seventh day ${name} has a verdict. Let a week pass, decide by the buttons below it, then *Conclude…* on its card.`,
      button: { label: 'A week later', does: [ANA, { kind: 'clock', to: 'week' }] },
    },
    {
      id: 'harm',
      title: 'Harm a guardrail',
      hint: 'One in seven of those who got the offer unsubscribe and an hour passes: the watch tells #growth.',
      button: { label: 'Harm it', does: [ANA, { kind: 'harm', key, arms }, { kind: 'clock', to: 'hour' }] },
    },
    {
      id: 'install',
      title: 'Use it in your Slack',
      hint: 'A manifest, two tokens, one invitation.',
      button: { label: 'Show how', does: [{ kind: 'install' }] },
    },
  ]
}

const RAMP = 'new Free shipping template:quick-ramp'
const HOUR = { kind: 'clock', to: 'hour' } as const

/** A launch that goes up in stages and comes back; its button does what is next. */
function rampOffer(ramp: Progress | undefined): GuideOffer {
  const { hint, button } = ramp ? rampStep(ramp) : BEGIN
  return { id: 'ramp', title: 'Go up in stages', hint, button: button ?? BEGIN.button }
}

type RampStep = { readonly hint: string; readonly button: GuideButton | null }

const BEGIN: RampStep & { readonly button: GuideButton } = {
  hint: 'A flag goes to 10 % of people, then to 50 %, then to all, an hour each, as long as its guardrail is fine. Then you take it back.',
  button: { label: 'Make one', does: [ANA, { kind: 'send', as: ANA.as, in: CHANNEL, text: RAMP }] },
}

function rampStep({ stage, asked, card }: Progress): RampStep {
  switch (stage) {
    case 'preparing':
    case 'in_review':
      return {
        hint: 'What is approved is the pace too. Raj finds it in the messages of Stairway and presses *Approve*.',
        button: asked
          ? { label: 'Be Raj', does: [RAJ] }
          : pressing('Submit it, then be Raj', card, 'Submit', RAJ),
      }
    case 'approved':
      return {
        hint: '*Launch* says what goes at once, and what waits.',
        button: pressing('Launch the first stage', card, 'Launch'),
      }
    case 'launching':
      return {
        hint: 'Its card says what the next stage waits for, *Tools* how far the flag is. *Stop* takes it back from wherever it is.',
        button: { label: 'An hour later', does: [ANA, HOUR] },
      }
    case 'live':
    case 'paused':
      return {
        hint: 'All have it. *Stop* takes back what can be, the last stage first, and says what came of each.',
        button: pressing('Stop it', card, 'Stop'),
      }
    case 'stopped':
      return {
        hint: 'The flag is off. Its card says what proves that nobody is reached any more: two looks, an hour apart.',
        button: { label: 'Two hours later', does: [ANA, HOUR, HOUR] },
      }
    default:
      return BEGIN
  }
}
