import { readState } from '../../usecases/reads/campaigns.ts'
import { waitsOn } from '../../usecases/reads/waiting.ts'
import type { Answer } from '../buttons.ts'
import type { OfCampaign, OfItem } from '../cards/buttons.ts'
import { campaignCard } from '../cards/campaign.ts'
import { tasksMessage } from '../cards/tasks.ts'
import { waitingFacts, waitingMessage } from '../cards/waiting.ts'
import type { Act } from '../context.ts'
import type { Message } from '../kit/surfaces.ts'
import { followUpList, type WhichFollowUps } from '../replies/lists.ts'
import { drawn } from '../replies/said.ts'

/** The private list or card that a button stood on, as it is now; nothing for messages and a Home that change by themselves. */
export async function listAgain(act: Act, { c, at, page }: OfItem): Promise<Answer> {
  if (at === undefined || act.actor.surface === 'home') return null
  if (at === 'card') return cardAgain(act, { c, at })
  if (at === 'all' || at === 'mine' || at === 'campaign') return followUps(act, c, at, page)
  return at === 'waiting' ? waitingList(act, page) : taskList(act, c, at)
}

/** The private copy of a card that a button stood on; nothing for the card in the channel. */
export async function cardAgain(act: Act, { c, at }: OfCampaign): Promise<Answer> {
  if (at === undefined) return null
  const state = await readState(act.deps, act.actor, { id: c })
  return drawn(act, state, (look) => campaignCard(state, look, 'private'))
}

export async function taskList(act: Act, campaignId: number, page: number): Promise<Message> {
  const state = await readState(act.deps, act.actor, { id: campaignId })
  return drawn(act, state, (look) => tasksMessage(state, page, look))
}

/** What waits on who acts; the nearest page that exists. */
export async function waitingList(act: Act, page = 1): Promise<Message> {
  const waits = await waitsOn(act.deps, act.actor)
  return drawn(act, waitingFacts(waits, page), (look) => waitingMessage(waits, look, act.zone, page))
}

async function followUps(act: Act, campaignId: number, of: WhichFollowUps['of'], page = 1): Promise<Message> {
  const { key } = (await readState(act.deps, act.actor, { id: campaignId })).campaign
  return followUpList(act, of === 'campaign' ? { of, key } : { of }, page)
}
