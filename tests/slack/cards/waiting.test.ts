import { describe, expect, it } from 'vitest'
import { checkMessage, checkView } from '../../../sandbox/workspace/block-limits.ts'
import type { Task } from '../../../src/domain/state/tasks.ts'
import { dailyMessage } from '../../../src/slack/cards/daily.ts'
import { groupsAt, waitingMessage } from '../../../src/slack/cards/waiting.ts'
import type { KitBlock } from '../../../src/slack/kit/blocks.ts'
import { homeView } from '../../../src/slack/replies/home.ts'
import type { Waiting } from '../../../src/usecases/reads/waiting.ts'
import * as facts from './facts.ts'
import { shown } from './facts.ts'

const LOOK = facts.lookAt(facts.later(3 * facts.DAY))
const LIVE = facts.state(...facts.LIVE, facts.asked(1, 'Why does Web buy less than {@UMEI}?'))
const { campaign } = LIVE
const HOUR = facts.DAY / 24

/** It holds the launch itself. */
const BOTTLENECK = (task: Task) => ({ task, person: 'URAJ', cost: facts.DAY, late: task })

describe('what waits on a person', () => {
  const [, model] = facts.TASKS
  const [, manual] = LIVE.steps
  const [question] = LIVE.followUps
  if (!model || !manual || !question) throw new Error('The story lacks something')
  const preparing = { ...campaign, liveAt: null }
  const waiting: Waiting[] = [
    {
      kind: 'task',
      campaign: preparing,
      item: model,
      dueAt: facts.later(facts.DAY),
      bottleneck: BOTTLENECK(model),
    },
    { kind: 'step', campaign, item: { ...manual, state: 'waiting' }, dueAt: facts.START },
    { kind: 'approval', campaign, item: facts.request(1), dueAt: facts.later(3 * facts.DAY + HOUR) },
    { kind: 'follow_up', campaign, item: question, dueAt: facts.later(5 * facts.DAY) },
    { kind: 'task', campaign, item: facts.task(9, 'Some day'), dueAt: null },
  ]

  it('is not said to be nothing where more is open than was read, and none of that waits', () => {
    const none = { waiting: [], campaigns: [campaign], more: true } as const
    const { text, blocks } = waitingMessage(none, LOOK, 'UTC')
    expect(text.split('\n')[0]).toBe('More is open than I can look through: something of it may wait on you.')
    const home = shown(homeView(none, LOOK, 'UTC').blocks as KitBlock[])
    expect(home).toContain('something of it may wait on you')
    expect([home, shown(blocks)].join()).not.toContain('Nothing waits')
  })

  it('is grouped by when, each with what can be done', () => {
    const { blocks, text } = waitingMessage({ waiting, campaigns: [campaign] }, LOOK, 'UTC')
    expect(text.split('\n')[0]).toBe('5 things wait on you.')
    expect(shown(blocks).split('\n').slice(0, 14)).toEqual([
      '*Overdue*',
      '■ *Audience model is fresh*  `winback` · 2 days late · holds the launch · waits for Mei',
      '[Mark done]',
      '*Today*',
      '*Confirm step 2* Raj: check the first mails  `winback` · the launch waits for it',
      "[Confirm it's done]",
      '*Approve Spring win-back*  `winback` · asked by Ana, expires <!date^1772697600^{date_short_pretty} {time}|Thu 5 Mar 2026 08:00 UTC>',
      '[Approve] | [Details]',
      '*This week*',
      '*Answer* `winback-1` Why does Web buy less than Mei?  due in 2 days',
      '[Answer…] | [Accept] | [Reassign…] | [Decline…]',
      '*Without a date*',
      '○ *Some day*  `winback`',
      '[Mark done] | [Blocked…]',
    ])
  })

  it('is told by the days of the zone', () => {
    const dueAt = new Date('2026-03-05T23:30:00Z')
    const item: Waiting = { kind: 'task', campaign, item: model, dueAt }
    const noon = new Date('2026-03-05T12:00:00Z')
    expect(groupsAt(noon, 'UTC')(item)).toBe('Today')
    expect(groupsAt(noon, 'Asia/Kolkata')(item)).toBe('This week')
    expect(groupsAt(noon, 'UTC')({ ...item, dueAt: new Date('2026-03-09T09:00:00Z') })).toBe('Later')
    expect(groupsAt(noon, 'UTC')({ ...item, dueAt: new Date('2026-03-05T11:59:00Z') })).toBe('Overdue')
  })

  it('says so when nothing does, and shows the campaigns', () => {
    const nothing = waitingMessage({ waiting: [], campaigns: [campaign] }, LOOK, 'UTC')
    expect(nothing.text).toMatch(/^Nothing waits on you\.\nYour campaigns\n\*Spring win-back\*/)
    expect(shown(nothing.blocks)).toContain('Nothing waits on you.')
    expect(waitingMessage({ waiting: [], campaigns: [] }, LOOK, 'UTC').blocks.length).toBe(2)
  })

  it('counts in the morning, too, no further than was read', () => {
    const read = { waiting: Array.from({ length: 10 }, () => waiting).flat(), muted: [] }
    const all = dailyMessage(read, LOOK, 'UTC').text
    expect(all).toMatch(/^50 things wait on you\.\n/)
    expect(all).toMatch(/\nand \d+ more: My work has all of them$/)
    const part = dailyMessage({ ...read, more: true }, LOOK, 'UTC').text
    expect(part).toMatch(/^More than 50 things wait on you\. These are the most urgent ones\.\n/)
    expect(part).toMatch(/\nand others: My work goes on with them$/)
  })

  it('fits Home and a message however much there is', () => {
    const many = {
      waiting: Array.from({ length: 80 }, () => waiting).flat(),
      campaigns: Array(500).fill(campaign),
    }
    expect(checkView(homeView(many, LOOK, 'UTC'))).toEqual([])
    const sent = waitingMessage(many, LOOK, 'UTC')
    expect(checkMessage(sent)).toEqual([])
    expect(shown(sent.blocks)).toContain('Things 1 to 10 of 400\n[Next]')
    const home = shown(homeView(many, LOOK, 'UTC').blocks as KitBlock[])
    expect(home).toMatch(
      /^\[New…\] \| \[All\] \| \[Growth\] \| \[I am away…\] \| \[Help\]\nWaiting on you\n\*Overdue\*/,
    )
    expect(home).toMatch(/and \d+ more; `\/campaign` shows all of them, in pages/)
  })
})
