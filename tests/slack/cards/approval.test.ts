import { describe, expect, it } from 'vitest'
import type { KnownBaseline } from '../../../src/domain/brief/baseline.ts'
import type { Brief } from '../../../src/domain/state/brief.ts'
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
        '*Reaches 42\u202f610 people* · lapsed for 90 days',
        "1  sync audience · can't be undone",
        '2  Raj: check the first mails · by hand',
        '*Expected*  purchase +8\u00a0%',
        '● 3 of 3 tasks done',
        `expires ${EXPIRES}`,
        '[Approve] | [Request changes…] | [Decline…] | [Details]',
      ].join('\n'),
    )
    expect(elements(blocks).map(({ style }) => style)).toEqual(['primary', undefined, undefined, undefined])
  })

  describe('says what is expected, where its metrics were read out before:', () => {
    const rate = (mean: number): KnownBaseline => ({
      seen: { campaign: 'old', at: facts.START },
      kind: 'proportion',
      unit: null,
      mean,
      variance: mean * (1 - mean),
    })
    const facesOf = (
      known: Readonly<Record<string, KnownBaseline>>,
      size: number | null,
      changes: Partial<Brief> = {},
    ) => {
      const brief = { ...facts.BRIEF, audience: { words: 'lapsed', size }, ...changes }
      const told = [
        facts.created(brief, facts.READY),
        { kind: 'submitted', request: facts.request(1, { brief }) },
      ] as const
      return shown(approvalCard(facts.state(...told), 1, LOOK, new Map(Object.entries(known))).blocks)
    }
    const purchase = rate(0.1062)
    const PLAIN = { guardrails: [] }

    it('the day by which most have shipped, their window passed', () => {
      expect(facesOf({ purchase }, 80_000, PLAIN)).toContain(
        '*Expected*  purchase +8\u00a0% by day 24 of 28\n',
      )
    })

    it('how many do by the last day, where that is fewer', () => {
      expect(facesOf({ purchase }, 30_000, PLAIN)).toContain(
        '\n■ *Too small: purchase +8\u00a0% shows 6 times in 10; needs about 47\u202f000.*\n',
      )
      expect(facesOf({ purchase }, 3_000, PLAIN)).toContain('purchase +8\u00a0% shows 1 time in 10')
      const outcome = { metric: 'purchase', direction: 'up', minimumEffect: 0.02, secondary: [] } as const
      expect(facesOf({ purchase }, 600, { ...PLAIN, outcome })).toContain(
        'purchase +2\u00a0% shows less than 1 time in 10; needs about ',
      )
    })

    it('the guardrail that would hold most of them up: no effect would do', () => {
      const said = facesOf({ purchase, unsubscribe: rate(0.05) }, 80_000)
      expect(said).toContain('purchase +8\u00a0% shows 2 times in 10; needs about 410\u202f000.*')
      expect(said).not.toContain('Expected')
    })

    it('which guardrails it knows nothing of', () => {
      expect(facesOf({ purchase }, 80_000)).toContain('by day 24 of 28, unsubscribe aside\n')
      const two = ['unsubscribe', 'complaint'].map((metric) => ({
        metric,
        margin: { amount: 0.002, unit: 'absolute' as const },
      }))
      expect(facesOf({ purchase }, 80_000, { guardrails: two })).toContain(
        'by day 24 of 28, guardrails aside\n',
      )
    })

    it('the share that a holdout would need', () => {
      const arms = [
        { name: 'holdout', weight: 1 },
        { name: 'mail', weight: 9 },
      ]
      expect(facesOf({ purchase: rate(0.01) }, 16_000, { ...PLAIN, arms })).toContain(
        'holdout (10\u00a0%) would have 16 of the 30 events of purchase that a verdict needs: 19\u00a0% of the audience would do',
      )
      expect(facesOf({ purchase: rate(0.01) }, 4_000, { ...PLAIN, arms })).toContain(
        'would have 4 of the 30 events of purchase that a verdict needs: no split of so few people would do',
      )
      const spend: KnownBaseline = { ...purchase, kind: 'mean', mean: 10, variance: 9_900 }
      expect(facesOf({ purchase: spend }, 40_000, { ...PLAIN, arms })).toContain(
        'holdout (10\u00a0%) would have 40 of the 100 people with purchase that a verdict needs: 25\u00a0% of the audience',
      )
    })

    it('nothing where the goal was not, and a question for the size where there is none', () => {
      expect(facesOf({}, 60_000)).toContain('*Expected*  purchase +8\u00a0%\n●')
      expect(facesOf({ purchase }, null)).toContain(
        'purchase +8\u00a0%\n■ how many people is not known: the audience has no size\n',
      )
    })
  })

  it('says what came of campaigns like it, and who has predicted', () => {
    const state = facts.state(...facts.IN_REVIEW, {
      kind: 'predicted',
      prediction: facts.predicted('growth', 'UANA', 'purchase'),
    })
    const old = { ...state.campaign, key: 'autumn', stage: 'concluded' } as const
    const conclusion = { reached: 'no', growth: 'bad', learned: 'So' } as const
    const card = approvalCard(state, 1, LOOK, new Map(), [], [{ ...old, conclusion }])
    expect(shown(card.blocks)).toContain(
      '\n*Like it*  `autumn` goal not reached · Ana has predicted · expires ',
    )
  })

  it('keeps its buttons and says who is still waited for while it is partly approved', () => {
    const state = facts.state(...facts.IN_REVIEW, facts.decidedBy('UMEI', 'data', 'approve'))
    const { blocks } = approvalCard(state, 1, LOOK)
    expect(shown(blocks)).toContain(`\nApproved by Mei, ${DECIDED} · growth 0 of 1\n`)
    expect(buttonsOf(blocks)).toEqual(['Approve', 'Request changes…', 'Decline…', 'Details'])
  })

  it('takes the buttons from who has decided, and says who did so far', () => {
    const state = facts.state(...facts.IN_REVIEW, facts.decidedBy('UMEI', 'data', 'approve'))
    expect(buttonsOf(approvalCard(state, 1, { ...LOOK, reader: 'UMEI' }).blocks)).toEqual([
      'Take back…',
      'Details',
    ])
    const { blocks } = approvalCard(state, 1, { ...LOOK, reader: 'UTOM' })
    expect(buttonsOf(blocks)).toEqual(['Approve', 'Request changes…', 'Decline…', 'Details'])
    expect(shown(blocks)).toContain(`\nApproved by Mei, ${DECIDED}`)
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
      '■ 2 of 3 tasks done; open: Audience list is agreed',
    )
  })

  it('can not be decided once the brief has changed, and shows the brief as it was submitted', () => {
    const change = { kind: 'brief_changed', field: 'horizonDays', from: 14, to: 30 } as const
    const { blocks, text } = approvalCard(facts.state(...facts.IN_REVIEW, change), 1, LOOK)
    expect(text).toMatch(/Changed after it was submitted: horizon 14 days → 30 days, by Ana, <!date.*>\./)
    expect(text).toContain('*Expected*  purchase +8 %')
    expect(buttonsOf(blocks)).toEqual(['Details'])
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
    const { text } = detailsMessage(facts.state(...facts.IN_REVIEW), LOOK, { known: new Map(), ticks: [] })
    expect(text).toContain('*Audience*  42\u202f610 people: lapsed for 90 days')
    expect(text).toContain('● 2 *Audience model is fresh*  Raj\nwaits for Mei')
    expect(text).not.toContain('Support knows')
  })
})
