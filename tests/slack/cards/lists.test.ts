import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import { briefMessage } from '../../../src/slack/cards/brief.ts'
import { followUpCard } from '../../../src/slack/cards/follow-up.ts'
import { followUpsMessage } from '../../../src/slack/cards/follow-ups.ts'
import { listMessage } from '../../../src/slack/cards/list.ts'
import { noticeCard } from '../../../src/slack/cards/notice.ts'
import { rehearsalMessage } from '../../../src/slack/cards/rehearsal.ts'
import { tasksMessage } from '../../../src/slack/cards/tasks.ts'
import { page as pageOf } from '../../../src/slack/kit/paging.ts'
import * as facts from './facts.ts'
import { buttonsOf, elements, shown } from './facts.ts'

const LOOK = facts.lookAt(facts.later(3 * facts.DAY))
const LIVE = facts.state(...facts.LIVE, facts.asked(1, 'Why does Web buy less than {@UMEI}?'))
const { campaign } = LIVE

describe('the tasks of a campaign', () => {
  it('show what is late or blocked first, each on a line with its menu', () => {
    const { blocks } = tasksMessage(facts.state(facts.created()), 1, LOOK)
    expect(shown(blocks)).toBe(
      [
        'Tasks of *Spring win-back*  `winback`: *1 of 3 done*',
        '*Holds the launch*  2 Audience model is fresh, Raj, blocked, 2 days late',
        '■ 2 Audience model is fresh · Raj · blocked · 2 days late ⋯ Mark done | Start | Change… | Remove…',
        '◐ 3 Proof reads well · Ana · doing ⋯ Mark done | Blocked… | Change… | Remove…',
        '○ 4 Support knows · Ana · optional ⋯ Mark done | Start | Blocked… | Change… | Remove…',
        '● 1 Audience list is agreed · Ana ⋯ Reopen | Change… | Remove…',
      ].join('\n'),
    )
  })

  it('stand by their numbers, whatever is due first', () => {
    const tasks = [
      facts.task(8, 'Rollback plan', { dueAt: facts.later(9 * facts.DAY) }),
      facts.task(9, 'Links', { dueAt: facts.later(8 * facts.DAY) }),
    ]
    const { text } = tasksMessage(facts.state(facts.created({}, tasks)), 1, LOOK)
    expect(text.lastIndexOf('Rollback plan')).toBeLessThan(text.lastIndexOf('Links'))
  })

  it('show each of 500 on exactly one page', () => {
    const tasks = Array.from({ length: 500 }, (_, i) =>
      facts.task(i + 1, `Task number ${i + 1} with a title of some length`, { evidence: 'x'.repeat(400) }),
    )
    const state = facts.state(facts.created({}, tasks))
    const seen = Array.from({ length: 50 }, (_, i) => tasksMessage(state, i + 1, LOOK)).flatMap((sent) => {
      expect(checkMessage(sent)).toEqual([])
      return elements(sent.blocks)
        .filter(({ value }) => value?.includes('"do":"done"'))
        .map(({ value }) => JSON.parse(value ?? '').n as number)
    })
    expect(seen.toSorted((a, b) => a - b)).toEqual(tasks.map(({ n }) => n))
    const second = tasksMessage(state, 2, LOOK)
    expect(second.text).toContain('Tasks 11 to 20 of 500')
    expect(elements(second.blocks).slice(-2)).toMatchObject([
      { action_id: 'tasks:previous', value: '{"c":12,"page":1}' },
      { action_id: 'tasks:next', value: '{"c":12,"page":3}' },
    ])
  })
})

describe('the brief', () => {
  it('shows every field, and says what is missing', () => {
    const { text } = briefMessage(
      facts.state(facts.created({ outcome: null, arms: [], partner: null })),
      LOOK,
    )
    expect(text).toBe(
      [
        'Brief of *Spring win-back*  `winback`. It lacks outcome.',
        '*Owner*  Ana',
        '*Kind*  campaign',
        '*Hypothesis*  A reminder brings lapsed customers back',
        '*Outcome*  none',
        '*Guardrails*  unsubscribe, at most 0.2 points worse',
        '*Audience*  42\u202f610 people: lapsed for 90 days',
        '*Exposures*  `mailed`',
        '*Arms*  none',
        '*Horizon*  14 days',
        '*Launch plan*  1 sync audience · 2 Raj: check the first mails',
        '*Data partner*  none',
        '*Channel*  <#C0GROWTH>',
      ].join('\n'),
    )
  })

  it('can be edited until the campaign has ended', () => {
    const over = facts.state(facts.created(), { kind: 'cancelled', words: 'no budget' })
    expect(buttonsOf(briefMessage(LIVE, LOOK).blocks)).toEqual(['Edit…'])
    expect(buttonsOf(briefMessage(over, LOOK).blocks)).toEqual([])
  })

  it('keep the button of a brief that is too long to be shown whole', () => {
    const long = 'Longer than it should be, '.repeat(115)
    const many = Array.from({ length: 12 }, (_, i) => `${i} ${long}`)
    const brief = facts.created({
      hypothesis: long,
      exposures: long,
      audience: { words: long, size: null },
      outcome: { metric: long, direction: 'up', minimumEffect: 0.08, secondary: many },
      guardrails: many.map((metric) => ({ metric, margin: { amount: 0.1, unit: 'relative' } })),
      arms: many.map((name) => ({ name, weight: 1 })),
      plan: many.map((words) => ({ kind: 'human', person: 'UANA', words })),
    })
    const sent = briefMessage(facts.state(brief), LOOK)
    expect(checkMessage(sent)).toEqual([])
    expect(buttonsOf(sent.blocks)).toEqual(['Edit…', 'Rehearse'])
  })
})

describe('a follow-up', () => {
  it('asks its analyst, and afterwards says what was found', () => {
    const open = followUpCard(LIVE, 1, LOOK)
    expect(open.text).toMatch(
      /^Ana asks about \*Spring win-back\* {2}`winback`, \*winback-1\*\nWhy does Web buy less than Mei\?\nanalyze · due <!date/,
    )
    expect(buttonsOf(open.blocks)).toEqual(['Answer…', 'Accept', 'Reassign…', 'Decline…'])
    const answered = facts.state(...facts.LIVE, facts.asked(1, 'Why?'), {
      event: { kind: 'follow_up_answered', n: 1, finding: 'Out of stock' },
      by: 'URAJ',
    })
    const after = followUpCard(answered, 1, LOOK)
    expect(after.text).toMatch(
      /^\*winback-1\* of .* was answered by Raj, <!date.*\nFound {2}Out of stock\nAsked {2}Why\?$/,
    )
    expect(buttonsOf(after.blocks)).toEqual([])
  })

  it('stands in the list with who and when', () => {
    const items = LIVE.followUps.map((item) => ({ campaign, item }))
    const which = { title: 'Open follow-ups', of: 'all', page: 1 } as const
    expect(followUpsMessage(items, which, LOOK).text).toBe(
      'Open follow-ups: 1\n○ `winback-1` Why does Web buy less than Mei?  Raj, due now, asked 2 days ago',
    )
    expect(followUpsMessage([], which, LOOK).text).toBe('Open follow-ups: none.')
  })
})

describe('other messages', () => {
  it('list campaigns, one a line', () => {
    expect(listMessage(pageOf([campaign], 1, 20), { title: 'All campaigns', which: 'all' }, LOOK).text).toBe(
      'All campaigns: 1\n*Spring win-back*  `winback` · live since <!date^1772438880^{date_short_pretty}|Mon 2 Mar 2026 08:08 UTC> · owner Ana · data Raj',
    )
    expect(listMessage(pageOf([], 1, 20), { title: 'My campaigns', which: 'mine' }, LOOK).text).toMatch(
      /^My campaigns: none\. Start one:/,
    )
  })

  it('rehearse a launch without an address that may hold a secret', () => {
    const { text } = rehearsalMessage(
      facts.rehearsal(facts.state(...facts.APPROVED)),
      facts.digestRehearsal(facts.state(...facts.APPROVED)),
      LOOK,
    )
    expect(text).toBe(
      [
        '*Rehearsal.* A launch of *Spring win-back*  `winback` would run 2 steps for 42\u202f610 people. Nothing was sent.',
        '1  sync audience (crm.example)',
        '2  asks Raj: check the first mails',
        'Approval, readiness and freezes allow it now; they are checked again when it is launched.',
        '*Rehearsal of its digest*  from the last 14 days of data, as though it had been live. It is part of no figure.',
        'Rehearsal: *Nothing can be read out: the warehouse is away*',
        '*Spring win-back*  `winback`, digest of <!date^1772697600^{date_short_pretty} {time}|Thu 5 Mar 2026 08:00 UTC>',
      ].join('\n'),
    )
    expect(text).not.toContain('secret-path')
  })

  it('tell news with names and times', () => {
    expect(noticeCard({ words: '{b:Spring} was declined by {@URAJ}: <!channel>' }, null, LOOK).text).toBe(
      '*Spring* was declined by Raj: &lt;!channel&gt;',
    )
  })
})
