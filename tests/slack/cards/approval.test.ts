import { describe, expect, it } from 'vitest'
import type { KnownBaseline } from '../../../src/domain/brief/expected.ts'
import { approvalCard } from '../../../src/slack/cards/approval.ts'
import { detailsMessage } from '../../../src/slack/cards/details.ts'
import * as facts from './facts.ts'
import { buttonsOf, elements, shown } from './facts.ts'

const LOOK = facts.lookAt(facts.later(facts.DAY))
const EXPIRES = '<!date^1772697600^{date_short_pretty} {time}|Thu 5 Mar 2026 08:00 UTC>'
const DECIDED = '<!date^1772438520^{date_short_pretty} {time}|Mon 2 Mar 2026 08:02 UTC>'

describe('an approval', () => {
  it('says what will happen, what it should bring and how ready it is', () => {
    const { blocks } = approvalCard(facts.state(...facts.IN_REVIEW), 1, LOOK)
    expect(shown(blocks)).toBe(
      [
        'Ana asks you to approve *Spring win-back*  `winback`',
        'It will reach 42\u2009610 people (lapsed for 90 days) once it is launched, through 2 steps:  1 sync audience · 2 Raj: check the first mails [See them]',
        'Expected  purchase within 14 days, +8 % or more, read out over 14 days',
        'Checked now  ● 3 of 3 required tasks are done  ● Audience list is agreed: https://docs.example/list  ● Audience model is fresh: waits for Mei',
        'Hypothesis  A reminder brings lapsed customers back',
        'Guard  unsubscribe, at most 0.2 points worse',
        'Arms  No E-Mail 50 %, Mens E-Mail 50 %',
        'Owner Ana · data Raj',
        `Approval  growth 0 of 1, waiting for Tom or Mei · data 0 of 1, waiting for Raj or Mei · expires ${EXPIRES}`,
        '[Approve] | [Decline…] | [Details]',
      ].join('\n'),
    )
    expect(elements(blocks).map(({ style }) => style)).toEqual([undefined, 'primary', undefined, undefined])
  })

  it('says when the effect is seen at this size, where the goal was read out before', () => {
    const known = { campaign: 'old', kind: 'proportion', unit: null, mean: 0.1062, variance: 0.0949 } as const
    const facesOf = (size: number, baseline: KnownBaseline | null = known) => {
      const brief = { ...facts.BRIEF, audience: { words: 'lapsed', size } }
      const told = [
        facts.created(brief, facts.READY),
        { kind: 'submitted', request: facts.request(1, { brief }) },
      ] as const
      return shown(approvalCard(facts.state(...told), 1, LOOK, baseline).blocks)
    }
    expect(facesOf(60_000)).toContain(
      'Expected  purchase within 14 days, +8 % or more; at this size seen in about 11 days of the 14, if people arrive evenly (purchase was 10.62 % in the control of `old`)',
    )
    expect(facesOf(10_000)).toContain(
      '+8 % or more; at this size 3 chances in 10 to see it within 14 days (purchase was 10.62 %',
    )
    expect(facesOf(60, known)).toContain('at this size less than 1 chance in 10 to see it')
    expect(facesOf(60_000, null)).toContain('+8 % or more, read out over 14 days')
  })

  it('keeps its buttons and says who is still waited for while it is partly approved', () => {
    const state = facts.state(...facts.IN_REVIEW, facts.decidedBy('UMEI', 'data', 'approve'))
    const { blocks } = approvalCard(state, 1, LOOK)
    expect(shown(blocks)).toContain('growth 0 of 1, waiting for Tom · data 1 of 1 · expires')
    expect(buttonsOf(blocks)).toEqual(['See them', 'Approve', 'Decline…', 'Details'])
  })

  it('takes the buttons from who has decided, and says who did so far', () => {
    const state = facts.state(...facts.IN_REVIEW, facts.decidedBy('UMEI', 'data', 'approve'))
    expect(buttonsOf(approvalCard(state, 1, { ...LOOK, reader: 'UMEI' }).blocks)).toEqual([
      'See them',
      'Details',
    ])
    const { blocks } = approvalCard(state, 1, { ...LOOK, reader: 'UTOM' })
    expect(buttonsOf(blocks)).toEqual(['See them', 'Approve', 'Decline…', 'Details'])
    expect(shown(blocks)).toContain(`So far  Approved by Mei, ${DECIDED}`)
  })

  it('names a required task that was reopened after it was submitted', () => {
    const [first] = facts.READY
    if (!first) throw new Error('There is no task')
    const reopened = {
      kind: 'task_changed',
      verb: 'reopen',
      before: first,
      after: { ...first, state: 'todo' },
    } as const
    expect(shown(approvalCard(facts.state(...facts.IN_REVIEW, reopened), 1, LOOK).blocks)).toContain(
      'Checked now  ■ 2 of 3 required tasks are done; open: Audience list is agreed',
    )
  })

  it('can not be decided once the brief has changed, and shows the brief as it was submitted', () => {
    const change = { kind: 'brief_changed', field: 'horizonDays', from: 14, to: 30 } as const
    const { blocks, text } = approvalCard(facts.state(...facts.IN_REVIEW, change), 1, LOOK)
    expect(text).toContain('Changed after it was submitted: horizon 14 days → 30 days.')
    expect(text).toContain('read out over 14 days')
    expect(buttonsOf(blocks)).toEqual(['See them', 'Details'])
  })

  it('says afterwards who approved and when, and when it launches', () => {
    const launch = { kind: 'launch_scheduled', launchAt: facts.later(3 * facts.DAY) } as const
    const { blocks } = approvalCard(facts.state(...facts.APPROVED, launch), 1, LOOK)
    expect(shown(blocks)).toContain(
      `Approved by Tom and Raj, ${DECIDED} · growth 1 of 1, data 1 of 1 · launch is on for ${EXPIRES}`,
    )
    expect(buttonsOf(blocks)).toEqual([])
  })

  it.each([
    [
      'declined',
      [
        facts.decidedBy('URAJ', 'data', 'decline', 'the <!channel> list is stale'),
        { event: { kind: 'declined', words: 'the list is stale' }, by: 'URAJ' },
      ] satisfies facts.Told[],
      `Declined by Raj, ${DECIDED}: the &lt;!channel&gt; list is stale`,
    ],
    [
      'withdrawn',
      [{ kind: 'withdrawn', words: null } as const],
      `Withdrawn by Ana, ${DECIDED}; nothing is left to decide.`,
    ],
    [
      'expired',
      [{ kind: 'expired' } as const],
      `Expired ${EXPIRES} before it was decided. Ana can submit it again.`,
    ],
    [
      'cancelled',
      [{ kind: 'cancelled', words: 'no budget' } as const],
      `The campaign was cancelled by Ana, ${DECIDED}; nothing is left to decide.`,
    ],
  ])('has no buttons and says so when it was %s', (_how, told, words) => {
    const { blocks, text } = approvalCard(facts.state(...facts.IN_REVIEW, ...told), 1, LOOK)
    expect(text.split('\n')[0]).toBe(words)
    expect(shown(blocks)).toContain(words)
    expect(buttonsOf(blocks)).toEqual([])
  })

  it('says that it was replaced where a newer request stands', () => {
    const again = { kind: 'submitted', request: facts.request(2) } as const
    const change = { kind: 'brief_changed', field: 'horizonDays', from: 14, to: 30 } as const
    const state = facts.state(...facts.IN_REVIEW, change, again)
    const old = approvalCard(state, 1, LOOK)
    expect(old.text).toMatch(
      /^This request for \*Spring win-back\* {2}`winback` was replaced by a newer one, asked by Ana /,
    )
    expect(buttonsOf(old.blocks)).toEqual([])
    expect(buttonsOf(approvalCard(state, 2, LOOK).blocks)).toContain('Details')
  })

  it('shows in its details the whole brief and what was looked at for each required task', () => {
    const { text } = detailsMessage(facts.state(...facts.IN_REVIEW), LOOK)
    expect(text).toContain('*Audience*  42\u2009610 people: lapsed for 90 days')
    expect(text).toContain('● 2 *Audience model is fresh*  model · Raj\nwaits for Mei')
    expect(text).not.toContain('Support knows')
  })
})
