import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import { campaignCard, movedCard } from '../../../src/slack/cards/campaign.ts'
import * as facts from './facts.ts'
import { buttonsOf, elements, shown } from './facts.ts'

const THIRD_DAY = facts.lookAt(facts.later(3 * facts.DAY))
const LAUNCH_AT = facts.later(8 * facts.DAY)
const LAUNCH_TOKEN = '<!date^1773129600^{date_short_pretty} {time}|Tue 10 Mar 2026 08:00 UTC>'
const PAUSED = { kind: 'paused', words: 'stock ran out' } as const
const STOPPED = { kind: 'stopped', words: 'wrong list' } as const

describe('the card of a campaign', () => {
  it('says while it is prepared what is ready and who holds it', () => {
    const card = campaignCard(facts.state(facts.created()), THIRD_DAY)
    expect(shown(card.blocks)).toBe(
      [
        '*Spring win-back*  `winback`  ·  *preparing*, at risk',
        'Owner Ana · data Raj · no date · horizon 14 days',
        '*Outcome*  purchase within 14 days, +8 % or more  ·  *guard*  unsubscribe, at most 0.2 points worse',
        '*Ready*  1 of 3 required  ▰▰▰▱▱▱▱▱▱▱',
        '*Holds the launch*  2 Audience model is fresh, Raj, blocked, 2 days late',
        '[Tasks] | [Brief] | [History] | [Submit]',
      ].join('\n'),
    )
    expect(card.text).toContain('*Ready*  1 of 3 required\n*Holds the launch*  2 Audience')
    expect(card.text).not.toMatch(/[▰▱]/)
    expect(checkMessage(card)).toEqual([])
  })

  it('says what the brief lacks, and by whom it was declined', () => {
    const lacking = facts.created({ outcome: null, guardrails: [], audience: null, plan: [] }, facts.READY)
    expect(shown(campaignCard(facts.state(lacking), THIRD_DAY).blocks)).toContain(
      '*Brief*  lacks outcome, audience and plan',
    )
    const declined = facts.state(
      ...facts.IN_REVIEW,
      facts.decidedBy('URAJ', 'data', 'decline', 'ask {@UMEI} first'),
      { event: { kind: 'declined', words: 'ask {@UMEI} first' }, by: 'URAJ' },
    )
    expect(shown(campaignCard(declined, THIRD_DAY).blocks)).toContain(
      'Declined by Raj, <!date^1772438520^{date_short_pretty} {time}|Mon 2 Mar 2026 08:02 UTC>: ask Mei first',
    )
  })

  it('says in review who has approved and who is waited for, pinging nobody', () => {
    const review = facts.state(...facts.IN_REVIEW, facts.decidedBy('UTOM', 'growth', 'approve'))
    const card = campaignCard(review, THIRD_DAY)
    expect(shown(card.blocks)).toContain(
      '*Ready*  3 of 3 required  ▰▰▰▰▰▰▰▰▰▰\n*Approval*  growth 1 of 1 · data 0 of 1, waiting for Raj or Mei',
    )
    expect(JSON.stringify(card)).not.toContain('<@')
  })

  it('says what was changed after it was submitted, and offers to submit it again', () => {
    const to = { words: 'lapsed for 60 days', size: 51_200 }
    const change = { kind: 'brief_changed', field: 'audience', from: facts.BRIEF.audience, to } as const
    const card = campaignCard(facts.state(...facts.APPROVED, change), THIRD_DAY)
    expect(shown(card.blocks)).toMatch(
      /Changed after it was submitted: audience 42\u202f610 → 51\u202f200, by Ana, <!date.*>\. It has to be submitted again\./,
    )
    expect(buttonsOf(card.blocks)).toEqual(['Tasks', 'Brief', 'History', 'Submit'])
  })

  it('says when it is scheduled', () => {
    const scheduled = facts.state(...facts.APPROVED, { kind: 'launch_scheduled', launchAt: LAUNCH_AT })
    const [head] = shown(campaignCard(scheduled, THIRD_DAY).blocks).split('\n')
    expect(head).toBe(`*Spring win-back*  \`winback\`  ·  *approved*, scheduled ${LAUNCH_TOKEN}`)
  })

  it('shows the steps of a launch, the day and the digest of a live campaign, and its conclusion', () => {
    const launching = facts.state(...facts.LAUNCHING, facts.FIRST_DONE)
    expect(shown(campaignCard(launching, THIRD_DAY).blocks)).toContain(
      '● 1 sync audience: 200 OK\n○ 2 Raj: check the first mails',
    )
    const live = facts.state(...facts.LIVE, facts.asked(1, 'Why?', { dueAt: facts.later(facts.DAY) }), {
      kind: 'digest_planned',
      plan: { channel: 'C0DATA', schedule: { kind: 'weekdays', time: '09:00', zone: 'Europe/Berlin' } },
    })
    expect(shown(campaignCard(live, THIRD_DAY).blocks)).toContain(
      'Day 3 of 14 · digest weekdays 09:00, Europe/Berlin, in <#C0DATA>\n*Asked*  1 follow-up open, 1 late',
    )
    const concluded = facts.state(...facts.LIVE, {
      kind: 'concluded',
      conclusion: { reached: 'yes', growth: 'good', learned: 'Short subjects work' },
    })
    expect(shown(campaignCard(concluded, THIRD_DAY).blocks)).toContain(
      'Goal: reached. Growth: grew.\n*Insights and ideas*  Short subjects work',
    )
  })

  it.each([
    ['preparing', [facts.created()], ['Submit']],
    ['in review', facts.IN_REVIEW, ['Approve', 'Request changes…', 'Decline…']],
    ['approved', facts.APPROVED, ['Launch']],
    ['launching', facts.LAUNCHING, ['Stop']],
    ['live', facts.LIVE, ['Results', 'Pause…', 'Conclude…', 'Stop']],
    ['paused', [...facts.LIVE, PAUSED], ['Results', 'Resume', 'Conclude…', 'Stop']],
    ['stopped', [...facts.LIVE, STOPPED], ['Results', 'Conclude…']],
    ['cancelled', [facts.created(), { kind: 'cancelled', words: 'no budget' } as const], []],
  ])('offers what the stage allows: %s', (_stage, told, offered) => {
    const { blocks } = campaignCard(facts.state(...told), THIRD_DAY)
    expect(buttonsOf(blocks)).toEqual(['Tasks', 'Brief', 'History', ...offered])
    expect(elements(blocks).filter(({ style }) => style === 'primary').length).toBeLessThanOrEqual(1)
  })

  it('asks before it launches and before it stops, saying what will happen', () => {
    const confirms = [facts.APPROVED, facts.LAUNCHING, facts.LIVE].map((told) =>
      JSON.stringify(
        elements(campaignCard(facts.state(...told), THIRD_DAY).blocks).map(({ confirm }) => confirm),
      ),
    )
    expect(confirms[0]).toContain(
      'It starts 2 steps at once for 42\u202f610 people: 1 sync audience · 2 Raj: check the first mails',
    )
    expect(confirms[1]).toContain('Launch steps that have not gone out stay unsent')
    expect(confirms[2]).toContain('Its digests end.')
  })

  it('makes Submit the primary thing once it would be taken', () => {
    const style = (tasks: typeof facts.READY) =>
      elements(campaignCard(facts.state(facts.created({}, tasks)), THIRD_DAY).blocks).at(-1)?.style
    expect([style([...facts.TASKS]), style(facts.READY)]).toEqual([undefined, 'primary'])
  })

  it('points from a channel that it has left to the new one', () => {
    const { text } = movedCard(facts.state(facts.created({ channel: 'C0NEW' })), THIRD_DAY)
    expect(text).toBe('*Spring win-back*  `winback` moved to <#C0NEW>.')
  })
})
