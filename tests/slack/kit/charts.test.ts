import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import { note, section } from '../../../src/slack/kit/blocks.ts'
import { chart } from '../../../src/slack/kit/chart.ts'
import { md } from '../../../src/slack/kit/mrkdwn.ts'
import { message, withoutCharts } from '../../../src/slack/kit/surfaces.ts'
import { table } from '../../../src/slack/kit/table.ts'
import { anyText } from '../../support/any-text.ts'

describe('charts', () => {
  it('are taken by Slack whatever the labels and values, or not drawn', () => {
    const value = fc.oneof(fc.double(), fc.integer())
    const label = fc.oneof(anyText, fc.constantFrom('Purchase within 14 days', 'Purchase within 30 days'))
    const options = fc.record({
      title: anyText,
      kind: fc.constantFrom('bar' as const, 'line' as const, 'area' as const),
      categories: fc.array(label, { maxLength: 30 }),
      series: fc.array(fc.record({ name: label, values: fc.array(value, { maxLength: 40 }) }), {
        maxLength: 15,
      }),
      xLabel: anyText,
    })
    fc.assert(
      fc.property(options, (each) => {
        const drawn = chart(each)
        if (drawn) expect(checkMessage(message({ text: 'x', blocks: [drawn] }))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('draw one value a category, and drop a category that lacks one', () => {
    const drawn = chart({
      title: 'Lift',
      kind: 'bar',
      categories: ['Purchase', 'Visit', 'Unsubscribe'],
      series: [
        { name: 'No e-mail', values: [0.573, 10.62, Number.NaN] },
        { name: 'Mens e-mail', values: [1.253, 18.28, 0.1] },
      ],
    })
    expect(drawn?.chart).toEqual({
      type: 'bar',
      series: [
        {
          name: 'No e-mail',
          data: [
            { label: 'Purchase', value: 0.573 },
            { label: 'Visit', value: 10.62 },
          ],
        },
        {
          name: 'Mens e-mail',
          data: [
            { label: 'Purchase', value: 1.253 },
            { label: 'Visit', value: 18.28 },
          ],
        },
      ],
      axis_config: { categories: ['Purchase', 'Visit'] },
    })
  })

  it('draw the newest 20 days of a line, the first 20 bars, nothing of nothing', () => {
    const categories = Array.from({ length: 25 }, (_, i) => `d${i}`)
    const series = [{ name: 's', values: categories.map((_, i) => i) }]
    const first = (kind: 'line' | 'bar') =>
      chart({ title: 't', kind, categories, series })?.chart.axis_config.categories[0]
    expect(first('line')).toBe('d5')
    expect(first('bar')).toBe('d0')
    expect(chart({ title: 't', kind: 'bar', categories, series: [] })).toBeNull()
    expect(chart({ title: 't', kind: 'bar', categories: [], series })).toBeNull()
  })
})

describe('tables', () => {
  it('are taken by Slack whatever the cells', () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 25 }),
      rows: fc.integer({ min: 0, max: 150 }),
    })
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 7 }), size, (texts, { columns, rows }) => {
        const text = (i: number) => texts[i % texts.length] ?? ''
        const labels = Array.from({ length: columns }, (_, i) => ({ label: text(i) }))
        const cells = Array.from({ length: rows }, (_, r) => labels.map((_, c) => text(r + c)).slice(r % 3))
        expect(checkMessage(message({ text: 'x', blocks: [table(labels, cells)] }))).toEqual([])
      }),
      { numRuns: 15 },
    )
  })

  it('say how many rows are left out', () => {
    const rows = Array.from({ length: 137 }, (_, i) => [`row ${i}`, ''])
    const built = table([{ label: 'Name' }, { label: 'n', align: 'right' }], rows)
    expect(built?.rows).toHaveLength(100)
    expect(built?.rows.at(1)).toEqual([
      { type: 'raw_text', text: 'row 0' },
      { type: 'raw_text', text: '–' },
    ])
    expect(built?.rows.at(-1)?.[0]).toEqual({ type: 'raw_text', text: 'and 39 more' })
    expect(built?.column_settings?.[1]).toEqual({ align: 'right', is_wrapped: false })
    const whole = table([{ label: 'Name' }], rows.slice(0, 99))
    expect(whole?.rows.at(-1)).toEqual([{ type: 'raw_text', text: 'row 98' }])
    expect(table([], rows)).toBeNull()
  })
})

describe('messages', () => {
  const drawn = chart({ title: 'a', kind: 'bar', categories: ['x'], series: [{ name: 's', values: [1] }] })

  it('keep two charts and one table', () => {
    const built = message({
      text: 'x',
      blocks: [drawn, drawn, drawn, table([{ label: 'a' }], []), table([{ label: 'b' }], [])],
    })
    expect(built.blocks.map(({ type }) => type)).toEqual([
      'data_visualization',
      'data_visualization',
      'table',
    ])
    expect(checkMessage(built)).toEqual([])
  })

  it('go again without charts and tables, and are never empty', () => {
    const built = { ...message({ text: md`*${'R&D'}*`, blocks: [drawn, note('n')] }), channel: 'C1' }
    expect(withoutCharts(built)).toEqual({ ...built, blocks: [note('n')] })
    const bare = withoutCharts(message({ text: md`*${'R&D'}*`, blocks: [drawn] }))
    expect(bare.blocks).toEqual([section(md`*R&amp;D*`)])
  })

  it('show their text where there are no blocks, and every block_id once', () => {
    expect(message({ text: 'a & b' }).blocks).toEqual([section('a & b')])
    const twice = message({
      text: 'x',
      blocks: [section('a', { blockId: 'i' }), section('b', { blockId: 'i' })],
    })
    expect(twice.blocks.map((block) => block.block_id)).toEqual(['i', undefined])
  })
})
