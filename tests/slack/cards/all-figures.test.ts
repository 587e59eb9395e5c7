import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import { headline } from '../../../src/domain/readout/headline.ts'
import type { Readout } from '../../../src/domain/readout/readout.ts'
import { allFigures } from '../../../src/slack/cards/all-figures.ts'
import { resultsMessage } from '../../../src/slack/cards/results.ts'
import type { KitBlock } from '../../../src/slack/kit/blocks.ts'
import { withoutCharts } from '../../../src/slack/kit/surfaces.ts'
import {
  failed,
  PURCHASE,
  look as readoutOf,
  SPEND,
  twoArmed,
  unsubscribe,
  VISIT,
} from '../../domain/readout/fixtures.ts'
import * as facts from './facts.ts'
import { buttonsOf, elements, shown } from './facts.ts'

const LOOK = facts.lookAt(facts.later(6 * facts.DAY))
const LIVE = facts.state(...facts.LIVE)
const BROKEN = readoutOf({ metrics: [PURCHASE, failed(unsubscribe(1, 2, 3))] })

const card = (readout: Readout | null, changes: object = {}, state = LIVE) =>
  allFigures(facts.digestOf(readout, changes), null, state, LOOK)

/** Thin spaces and true minuses as on a keyboard, so that figures can be read in a test. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ').replaceAll('\u2212', '-')

function blockOf(blocks: readonly KitBlock[], type: string): Record<string, unknown> {
  const found = blocks.find((block) => block.type === type)
  if (!found) throw new Error(`There is no ${type}`)
  return found as unknown as Record<string, unknown>
}

function rowsOf(blocks: readonly KitBlock[]): string[] {
  const { rows } = blockOf(blocks, 'table') as { rows: { text: string }[][] }
  return rows.map((row) => plain(row.map(({ text }) => text).join(' | ')))
}

describe('all figures', () => {
  it('shows two arms side by side, as a table', () => {
    const { blocks } = card(readoutOf(twoArmed(PURCHASE)))
    expect(rowsOf(blocks)).toEqual([
      'Metric | No E-Mail | Mens E-Mail | Lift | Decides',
      'Purchase | 0.573 % | 1.253 % | +118.8 % | +54.4 … +210.2 %',
      'People | 21 306 | 21 307 | – | split as planned',
    ])
  })

  it('shows further arms below each other', () => {
    expect(rowsOf(card(readoutOf()).blocks).slice(0, 4)).toEqual([
      'Metric | Arm | Value | Lift | Decides',
      'Purchase | No E-Mail | 0.573 % | – | –',
      'Purchase | Mens E-Mail | 1.253 % | +118.8 % | +50.6 … +218.1 %',
      'Purchase | Womens E-Mail | 0.884 % | +54.3 % | +3.8 … +129.6 %',
    ])
  })

  it('says every published figure in words, so that nothing is lost without table and chart', () => {
    const sent = card(readoutOf())
    for (const text of [sent.text, shown(withoutCharts(sent).blocks)]) {
      const said = plain(text)
      for (const figure of [
        'No E-Mail 0.57261 % (122 of 21 306)',
        'Mens E-Mail 1.25311 % (267 of 21 307): +118.8 % (+50.6 … +218.1 %), +0.681 points (+0.368 … +1.012 points)',
        'Of this one look: not to decide by*',
        'Purchase in Mens E-Mail  95 % +78.0 … +173.9 %, +0.681 points (+0.500 … +0.861 points), p = 1.5e-13',
        'Verdict by rule 4.',
        'Mens E-Mail 18.2757 % (3 894 of 21 307)',
        '+7.659 points (+6.995 … +8.323 points',
        'Mens E-Mail 1.42262 USD (30 311.69 in all, squares 6 759 024.4973, n 21 307)',
        '+0.770 USD (+0.485 … +1.055 USD), p = 1.2e-7',
        'People*  No E-Mail 21 306 · Mens E-Mail 21 307 · Womens E-Mail 21 387 · split as planned (p = 0.90)',
      ])
        expect(said).toContain(figure)
    }
  })

  it('says every lift and interval of its table in words; values stand there with more digits', () => {
    const sent = card(readoutOf({ metrics: [PURCHASE, VISIT, SPEND] }))
    const said = plain(shown(withoutCharts(sent).blocks))
    const cells = rowsOf(sent.blocks)
      .slice(1)
      .map((row) => row.split(' | ').slice(3))
    expect(cells.flat().filter((cell) => /\d/.test(cell)).length).toBe(12)
    for (const cell of cells.flat()) if (/\d/.test(cell)) expect(said).toContain(cell)
  })

  it('says how likely each arm is the better one, where the brief asks for it', () => {
    expect(card(readoutOf()).text).not.toContain('chance to win')
    const { text } = card(readoutOf({ bayesian: true, metrics: [PURCHASE, unsubscribe(200, 200, 200)] }))
    expect(text.match(/chance to win [\d.]+ %/g)).toEqual(['chance to win 99.9 %', 'chance to win 99.9 %'])
    const falls = { ...PURCHASE, direction: 'down' as const }
    expect(card(readoutOf({ bayesian: true, metrics: [falls] })).text).toContain('chance to win 0.1 %')
  })

  it('draws relative lifts, a bar an arm', () => {
    const { title, chart } = blockOf(card(readoutOf()).blocks, 'data_visualization') as never as {
      title: string
      chart: { series: { name: string; data: { label: string; value: number }[] }[] }
    }
    expect(title).toBe('Lift against the control, %')
    expect(chart.series.map(({ name, data }) => [name, data.map(({ value }) => value)])).toEqual([
      ['Mens E-Mail', [118.8, 72.1, 117.9]],
      ['Womens E-Mail', [54.3, 42.6, 65]],
    ])
  })

  it('shows the failure of a metric and no number of it', () => {
    const { blocks, text } = card(BROKEN)
    expect(text).toContain('*Unsubscribe*  not measured: the query took longer than 60 s')
    expect(rowsOf(blocks).at(-1)).toBe('Unsubscribe | – | not measured | – | –')
  })

  it('says where a guardrail stands, and why a lift is not computable', () => {
    const { text } = card(readoutOf({ metrics: [{ ...PURCHASE, sums: [] }, unsubscribe(50, 200, 60)] }))
    expect(text).toContain('not computable: no one is counted in No E-Mail yet')
    expect(text).toMatch(/Mens E-Mail .*; guard beyond margin\n/)
    expect(text).toMatch(/Womens E-Mail .*; guard not proven\n/)
  })

  it('has a picture in place of the native chart, once Slack can show it', () => {
    const pictured = (state: string) =>
      card(readoutOf(), { pictures: [{ name: 'lifts', state, fileId: 'F1', alt: '1 better. Purchase.' }] })
    const types = (state: string) => pictured(state).blocks.map(({ type }) => type)
    for (const state of ['begun', 'uploaded', 'failed']) {
      expect(types(state)).toContain('data_visualization')
      expect(types(state)).not.toContain('image')
    }
    const sent = pictured('ready')
    expect(types('ready')).not.toContain('data_visualization')
    expect(blockOf(sent.blocks, 'image')).toEqual({
      type: 'image',
      alt_text: '1 better. Purchase.',
      slack_file: { id: 'F1' },
    })
    expect(withoutCharts(sent).blocks.map(({ type }) => type)).not.toContain('image')
    expect(withoutCharts(sent).text).toBe(sent.text)
    expect(checkMessage(sent)).toEqual([])
  })

  it('drops rows from the end of forty arms with ten metrics, and says how many', () => {
    const arms = Array.from({ length: 40 }, (_, i) => ({ name: `Variant number ${i}`, weight: 1 }))
    const sums = arms.map((_, i) => ({ n: 1000, sum: 100 + i, sumSquares: 100 + i }))
    const metrics = Array.from({ length: 10 }, (_, i) => ({
      ...PURCHASE,
      name: `m${i}`,
      label: `Metric ${i}`,
      sums,
    }))
    const sent = card(readoutOf({ arms, users: arms.map(() => 1000), metrics }))
    const rows = rowsOf(sent.blocks).length - 1
    expect(rows).toBeGreaterThan(10)
    expect(sent.text).toContain(
      `Of 400 rows of figures the first ${rows} fit; fewer arms or metrics show all.`,
    )
    expect(sent.text).toContain('28 more arms with 28\u202f000')
    expect(checkMessage(sent)).toEqual([])
    expect(checkMessage(withoutCharts(sent))).toEqual([])
  })

  it('offers what is worth asking to the data partner, and says what became of it', () => {
    const { blocks } = card(BROKEN)
    expect(buttonsOf(blocks)).toEqual(['Ask Raj', 'Not needed', 'Ask something else…'])
    expect(elements(blocks)[0]?.value).toBe('{"d":5,"i":0}')
    const [open] = facts.digestOf(BROKEN).suggestions
    const decided = (state: string) =>
      card(BROKEN, { suggestions: [{ ...open, state, followUpN: 4 }] }).blocks
    expect(shown(decided('asked'))).toContain('Asked as `winback-4`.')
    expect(shown(decided('dismissed'))).toContain('Not needed.')
    expect(buttonsOf(decided('asked'))).toEqual(['Ask something else…'])
  })

  it('lists what is open with its age, then what was answered since the last one', () => {
    const state = facts.state(
      ...facts.LIVE,
      facts.asked(1, 'Why does Web buy less than {@UMEI}?'),
      facts.asked(2, 'Who came back?', { assignee: null, dueAt: null }),
      facts.asked(3, 'Old news?'),
      { event: { kind: 'follow_up_answered', n: 3, finding: 'Yes: <!here>' }, by: 'URAJ' },
    )
    const { text } = card(readoutOf(), {}, state)
    expect(text).toContain(
      [
        '*Asked*',
        '○ `winback-1` Why does Web buy less than Mei?  no answer from Raj, 3 days late',
        '○ `winback-2` Who came back?  nobody yet, asked 5 days ago',
        '*Answered*',
        '● `winback-3` Old news?  answered by Raj <!date^1772439120^{date_short_pretty} {time}|Mon 2 Mar 2026 08:12 UTC>: Yes: &lt;!here&gt;',
      ].join('\n'),
    )
    const previous = facts.digestOf(readoutOf(), { id: 4, madeAt: facts.later(5 * facts.DAY) })
    expect(allFigures(facts.digestOf(readoutOf()), previous, state, LOOK).text).not.toContain('*Answered*')
  })

  it('says what changed since the last one', () => {
    const previous = facts.digestOf(readoutOf({ users: [21_000, 21_000, 21_000] }), {
      id: 4,
      madeAt: facts.later(5 * facts.DAY),
    })
    const { text } = allFigures(facts.digestOf(readoutOf()), previous, LIVE, LOOK)
    expect(plain(text)).toMatch(/\*Since the last one\* \(<!date\^1772870400\^.*\) {2}\+1 000 people/)
  })

  it.each<[string, Parameters<typeof readoutOf>[0]]>([
    ['an off split', { users: [21_306, 19_000, 21_387] }],
    ['people in several arms', { duplicates: 3_200 }],
    ['old data', { newestData: new Date('2026-03-01T08:00:00Z') }],
  ])('hide values and lifts alike behind %s', (_, changes) => {
    const { blocks, text } = card(
      readoutOf({ metrics: [PURCHASE, SPEND, unsubscribe(200, 200, 200)], ...changes }),
    )
    for (const said of [text, shown(blocks)]) {
      expect(said).toContain('*People*  No E-Mail 21\u202f306')
      expect(said).not.toMatch(
        /1\.253|267 of|118\.8|[+\u2212]\d+\.\d+ (%|points|USD)|guard |Of this one look/,
      )
    }
    expect(shown(blocks)).toContain('no value and no lift is shown')
    expect(blocks.map(({ type }) => type)).not.toEqual(expect.arrayContaining(['table']))
    expect(blocks.map(({ type }) => type)).not.toContain('data_visualization')
  })

  it('show in the thread no picture that stands above it, and to one person all', () => {
    const pictures = [
      { name: 'lifts', state: 'ready', fileId: 'F1', alt: 'Lifts' },
      { name: 'course', state: 'ready', fileId: 'F2', alt: 'Course' },
    ] as const
    const digest = facts.digestOf(
      readoutOf({ ...twoArmed(PURCHASE), day: 10, plannedUnits: 64_000, minimumEffect: 0.08 }),
      { pictures },
    )
    const images = (look: typeof LOOK) =>
      allFigures(digest, null, LIVE, look).blocks.filter(({ type }) => type === 'image').length
    expect(digest.readout?.verdicts[0]?.verdict).toBe('ship')
    expect([images(LOOK), images({ ...LOOK, reader: 'UANA' })]).toEqual([1, 2])
  })

  it('has no chart without intervals where the picture stands above', () => {
    const readout = readoutOf({ ...twoArmed(PURCHASE), day: 10, plannedUnits: 64_000, minimumEffect: 0.08 })
    const types = (state: 'ready' | 'failed') => {
      const pictures = [{ name: 'lifts', state, fileId: 'F1', alt: 'Finding.' }] as const
      return card(readout, { pictures }).blocks.map(({ type }) => type)
    }
    expect(types('ready')).not.toContain('data_visualization')
    expect(types('failed')).toContain('data_visualization')
  })

  it('names harm that was told and that its verdict says no more', () => {
    const told = facts.harmed(LIVE, 'Mens E-Mail')
    const stands = { arm: 'Mens E-Mail', metric: 'unsubscribe', kind: 'harm', day: 2 } as const
    const said = (crossings: Readout['crossings']) =>
      allFigures(facts.digestOf({ ...readoutOf(), crossings }), null, told, LOOK).text
    expect(said([])).toMatch(/\n\*Harm\* {2}Mens E-Mail .*, found by the hourly check, <!date/)
    expect(said([stands])).not.toContain('*Harm*')
  })
})

describe('results', () => {
  it('show the same figures without what belongs to a digest', () => {
    const readout = readoutOf()
    const sent = resultsMessage(readout, headline(readout), LIVE, LOOK)
    expect(sent.text).toContain(
      '*Keep running.* Too early: nothing is decided before day 7, unless it does harm.',
    )
    expect(plain(sent.text)).toContain('Mens E-Mail 1.25311 % (267 of 21 307)')
    expect(buttonsOf(sent.blocks)).toEqual([])
    expect(checkMessage(sent)).toEqual([])
  })

  it('say what is missing where nothing can be read', () => {
    const { text } = resultsMessage(null, 'Nothing can be read out: no arms are named', LIVE, LOOK)
    expect(text).toBe('*Spring win-back*  `winback`\nNothing can be read out: no arms are named')
  })
})
