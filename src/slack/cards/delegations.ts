import type { Delegation } from '../../domain/approval/delegation.ts'
import type { Delegations } from '../../usecases/reads/delegations.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, type KitBlock, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE } from '../kit/fit.ts'
import { dateToken, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { awayButton } from './menu.ts'
import { person } from './parts.ts'

export interface OfDelegation {
  readonly id: number
}

/** Who decides for who reads it, and for whom they decide, each until when; what is one's own has a button that ends it. */
export function delegationsMessage({ mine, toMe }: Delegations, look: Look): Message {
  const own = mine.map((each) => ({ each, words: mineLine(each, look) }))
  const others = toMe.map((each) => toMeLine(each, look))
  const none = own.length === 0 ? md`Nobody decides approvals for you.` : null
  return message({
    text: lines(none, ...own.map(({ words }) => words), ...others),
    blocks: fitParts(
      [
        none && section(none),
        { items: own.map(({ each, words }) => [mineBlock(each, words, look)]), more: () => section(md`…`) },
        { items: others.map((words) => [section(words)]), more: () => section(md`…`) },
        actions([awayButton()]),
      ],
      MESSAGE,
    ),
  })
}

/** For Home: the same without what is nobody's. */
export function delegationBlocks({ mine, toMe }: Delegations, look: Look): KitBlock[] {
  return [
    ...mine.map((each) => mineBlock(each, mineLine(each, look), look)),
    ...toMe.map((each) => section(toMeLine(each, look))),
  ]
}

function mineBlock({ id, to }: Delegation, words: Mrkdwn, look: Look): KitBlock {
  const value = buttonValue({ id } satisfies OfDelegation)
  return section(words, {
    accessory: button({
      text: 'End it',
      readAs: `End it: ${look.names(to)} decides for me`,
      actionId: CLICK.endDelegation,
      value,
    }),
  })
}

const mineLine = ({ to, from, until }: Delegation, look: Look): Mrkdwn =>
  md`${person(to, look)} decides approvals for you${period(from, until, look)}`

const toMeLine = ({ of, from, until }: Delegation, look: Look): Mrkdwn =>
  md`You decide approvals for ${person(of, look)}${period(from, until, look)}`

const period = (from: Date, until: Date, look: Look): Mrkdwn =>
  from > look.now ? md` from ${dateToken(from)} until ${dateToken(until)}` : md` until ${dateToken(until)}`
