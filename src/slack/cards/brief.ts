import type { KnownBaseline } from '../../domain/brief/baseline.ts'
import { fieldWords, missingFromBrief } from '../../domain/brief/brief.ts'
import { armsWords, guardrailWords } from '../../domain/brief/words.ts'
import type { Brief } from '../../domain/state/brief.ts'
import type { Campaign, CampaignState } from '../../domain/state/campaign.ts'
import { isBeforeLaunch } from '../../domain/state/stage.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { actions, note, section } from '../kit/blocks.ts'
import { fitList } from '../kit/fit.ts'
import { bold, channelRef, code, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { clip } from '../kit/text.ts'
import { listWords } from '../kit/words.ts'
import { CLICK, campaignButton } from './buttons.ts'
import { powerLine } from './expected.ts'
import { lineageLine } from './lineage.ts'
import { type Look, offers } from './look.ts'
import { unmeasurableLine } from './measurable.ts'
import { campaignLink, count, lineSections, longRich, outcomeLine, person, short } from './parts.ts'
import { planWords } from './step-words.ts'

/** The brief of a campaign, what it lacks, and whether its people suffice by what is `known` of its metrics; editable until the campaign has ended. */
export function briefMessage(
  state: CampaignState,
  look: Look,
  known: ReadonlyMap<string, KnownBaseline> | null = null,
): Message {
  const { campaign } = state
  const missing = missingFromBrief(campaign.brief)
  const unmeasurable = unmeasurableLine(state, look)
  const complete = unmeasurable ? '' : 'Nothing is missing for a decision.'
  const lacks = missing.length > 0 ? `It lacks ${listWords(missing)}.` : complete
  const title = md`Brief of ${campaignLink(campaign, look)}. ${campaign.stage === 'preparing' ? lacks : ''}`
  const facts = briefLines(campaign.brief, campaign, look)
  const head = lines(unmeasurable, title, known && powerLine(campaign, look, known))
  return message({
    text: lines(head, ...facts),
    blocks: fitList({
      head: [section(head)],
      items: lineSections(facts).map((fields) => [fields]),
      more: () => note(md`The rest stands in the form: ${code(`/campaign brief ${campaign.key}`)}`),
      tail: [
        actions([
          editable(state, look) && campaignButton('Edit…', CLICK.editBrief, state),
          canRehearse(state) && campaignButton('Rehearse', CLICK.rehearse, state),
        ]),
      ],
    }),
  })
}

function editable(state: CampaignState, look: Look): boolean {
  return state.campaign.endedAt === null && offers(look, 'change_brief', state)
}

/** Before its launch, once there is something to send. */
function canRehearse({ campaign: { stage, brief } }: CampaignState): boolean {
  return isBeforeLaunch(stage) && brief.plan.length > 0
}

/** Every field of a brief, one a line. */
export function briefLines(brief: Brief, campaign: Campaign, look: Look): Mrkdwn[] {
  const { audience, outcome } = brief
  const size = audience?.size ?? null
  const exact = size === null ? '' : `${formatCount(size)} people: `
  const shown: [keyof Brief, Mrkdwn | null][] = [
    ['kind', md`${brief.kind}`],
    ['hypothesis', brief.hypothesis === null ? null : longRich(brief.hypothesis, 2_000, look)],
    ['outcome', outcome && outcomeWithSecondary(outcome, look)],
    ['guardrails', listed(brief.guardrails.map(guardrailWords))],
    ['audience', audience && md`${exact}${short(audience.words, 800)}`],
    ['exposures', brief.exposures === null ? null : code(clip(brief.exposures, 120))],
    ['arms', brief.arms.length > 0 ? short(armsWords(brief.arms), 900) : null],
    ['horizonDays', brief.horizonDays === null ? null : md`${count(brief.horizonDays, 'day')}`],
    ['plan', brief.plan.length > 0 ? planWords(brief.plan, look) : null],
    ['partner', brief.partner === null ? null : person(brief.partner, look)],
    ['channel', channelRef(brief.channel)],
  ]
  const owner = md`${bold('Owner')}  ${person(campaign.owner, look)}`
  const lineage = lineageLine(campaign, look)
  return [
    owner,
    ...(lineage ? [md`${bold('Lineage')}  ${lineage}`] : []),
    ...shown.map(([field, value]) => md`${bold(capital(fieldWords(field)))}  ${value ?? 'none'}`),
  ]
}

function outcomeWithSecondary(outcome: NonNullable<Brief['outcome']>, look: Look): Mrkdwn {
  const beside = listed(outcome.secondary)
  return md`${outcomeLine(outcome, look)}${beside ? md`; beside it ${beside}` : ''}`
}

function listed(words: readonly string[]): Mrkdwn | null {
  if (words.length === 0) return null
  const more = words.length > 8 ? [md`${words.length - 8} more`] : []
  return joinMd([...words.slice(0, 8).map((each) => short(each, 120)), ...more], '; ')
}

const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
