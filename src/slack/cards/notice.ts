import type { Button } from '@slack/types'
import { changedSinceSubmit } from '../../domain/approval/changes.ts'
import type { Notice, Offer } from '../../domain/message.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { isBeforeLaunch } from '../../domain/state/stage.ts'
import { isOpen } from '../../domain/tasks/tasks.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type Maybe, section } from '../kit/blocks.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK, campaignButton } from './buttons.ts'
import { launchButton, submitButton } from './campaign-actions.ts'
import { type Look, offers } from './look.ts'
import { growthButton, mineButton } from './menu.ts'
import { longRich } from './parts.ts'
import { pointsButton } from './points.ts'
import { blockButton, doneWithButton } from './tasks.ts'

/** A line of news: its words hold tokens for people, channels and times; under it what can be done about it now. */
export function noticeCard(notice: Notice, state: CampaignState | null, look: Look): Message {
  const text = longRich(notice.words, 2_900, look)
  const row = actions((notice.offers ?? []).flatMap((offer) => buttonsOf(offer, notice, state, look)))
  return message({ text, blocks: [section(text), row] })
}

function buttonsOf(
  offer: Offer,
  notice: Notice,
  state: CampaignState | null,
  look: Look,
): readonly Maybe<Button>[] {
  if (offer === 'mine') return [mineButton()]
  if (offer === 'growth') return [notice.quarter && growthButton(notice.quarter)]
  if (offer === 'portfolio_now')
    return notice.portfolioDigest === undefined ? [] : [portfolioNowButton(notice.portfolioDigest)]
  return state ? OFFERED[offer](state, notice, look) : []
}

type OfCampaign = Exclude<Offer, 'growth' | 'portfolio_now' | 'mine'>

/** What each offer is while it can be done; nothing where it can't, or not by who reads it. */
const OFFERED: Readonly<
  Record<OfCampaign, (state: CampaignState, notice: Notice, look: Look) => readonly Maybe<Button>[]>
> = {
  launch: (state, _notice, look) => [
    state.campaign.stage === 'approved' &&
      changedSinceSubmit(state).length === 0 &&
      offers(look, 'launch', state) &&
      launchButton(state.campaign, look, {}),
  ],
  submit: (state, _notice, look) => [
    isSubmittable(state, look) && offers(look, 'submit', state) && submitButton(state, look, {}),
  ],
  set_time: (state, _notice, look) => [
    isBeforeLaunch(state.campaign.stage) &&
      state.campaign.launchAt === null &&
      offers(look, 'launch', state) &&
      campaignButton('Set a time…', CLICK.setTime, state),
  ],
  points: (state, _notice, look) => [pointsButton(state, look)],
  edit_brief: (state, _notice, look) => [
    isBeforeLaunch(state.campaign.stage) &&
      offers(look, 'change_brief', state) &&
      campaignButton('Edit brief…', CLICK.editBrief, state),
  ],
  finish_task: (state, { taskN }, look) => {
    const task = state.tasks.find(({ n }) => n === taskN)
    if (!task || !isOpen(task) || !offers(look, 'change_task', { ...state, task })) return []
    const value = { c: state.campaign.id, n: task.n }
    return [doneWithButton(task, value), blockButton(task, value)]
  },
  ask_checks: (state) => [
    isBeforeLaunch(state.campaign.stage) &&
      state.tasks.some(({ check, state: is }) => check !== null && is !== 'waived') &&
      campaignButton('Ask again', CLICK.askChecks, state),
  ],
  tasks: (state) => [campaignButton('Tasks', CLICK.tasks, state)],
  results: (state) => [campaignButton('Results', CLICK.results, state)],
  digest_now: (state, _notice, look) => [
    state.campaign.liveAt !== null &&
      state.campaign.endedAt === null &&
      offers(look, 'make_digest', state) &&
      campaignButton('Digest now', CLICK.digestNow, state),
  ],
}

function isSubmittable({ campaign, ...state }: CampaignState, look: Look): boolean {
  if (campaign.stage === 'preparing') return true
  const over = state.request?.state === 'open' && state.request.expiresAt <= look.now
  return campaign.stage === 'in_review' && (over || changedSinceSubmit({ campaign, ...state }).length > 0)
}

function portfolioNowButton(digestId: number): Button {
  return button({
    text: 'Try once more',
    actionId: CLICK.portfolioNow,
    value: buttonValue({ d: digestId } satisfies OfPortfolio),
  })
}

/** The value of the button that makes a digest of many once more. */
export interface OfPortfolio {
  readonly d: number
}
