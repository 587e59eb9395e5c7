import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage, checkView } from '../../../sandbox/workspace/block-limits.ts'
import { button, header, type KitBlock, note, section } from '../../../src/slack/kit/blocks.ts'
import { fitList, fitParts, VIEW } from '../../../src/slack/kit/fit.ts'
import { code, md } from '../../../src/slack/kit/mrkdwn.ts'
import { page, pageButtons } from '../../../src/slack/kit/paging.ts'
import { home, message } from '../../../src/slack/kit/surfaces.ts'
import { anyText } from '../../support/any-text.ts'

const row = (text: string, i: number): KitBlock[] => [
  section(md`${i + 1} ${text}`, {
    accessory: button({ text: 'Mark done', actionId: 'done', value: `${i}` }),
  }),
]
const more = (hidden: number) => note(md`and ${hidden} more: ${code('/campaign tasks winback')}`)
const hiddenIn = (blocks: readonly unknown[]): number =>
  Number(/and (\d+) more/.exec(JSON.stringify(blocks))?.[1] ?? 0)
const head = [header('Tasks')]
const tail = [note('tail')]

describe('a list that may not fit', () => {
  it('stays whole when it fits', () => {
    const items = Array.from({ length: 20 }, (_, i) => row('task', i))
    expect(fitList({ head, items, tail, more })).toEqual([...head, ...items.flat(), ...tail])
    expect(fitList({ head, items: [], tail, more })).toEqual([...head, ...tail])
  })

  it('keeps its head and tail and says what it left out', () => {
    const items = Array.from({ length: 500 }, (_, i) => row('a task of ordinary length', i))
    const blocks = fitList({ head, items, tail, more })
    expect(blocks.at(0)).toEqual(head[0])
    expect(blocks.at(-1)).toEqual(tail[0])
    const shown = blocks.filter(({ type }) => type === 'section').length
    expect(shown).toBeGreaterThan(30)
    expect(hiddenIn(blocks)).toBe(500 - shown)
    expect(checkMessage(message({ text: 'Tasks', blocks }))).toEqual([])
  })

  it('loses nothing uncounted, whatever the rows, in messages and on Home', () => {
    const rows = fc.tuple(
      fc.array(anyText, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 500 }),
    )
    fc.assert(
      fc.property(rows, ([texts, count]) => {
        const items = Array.from({ length: count }, (_, i) => row(texts[i % texts.length] ?? '', i))
        const posted = message({ text: 'Tasks', blocks: fitList({ head, items, tail, more }) })
        const shown = home(fitList({ head, items, tail, more, surface: VIEW }))
        expect(checkMessage(posted)).toEqual([])
        expect(checkView(shown)).toEqual([])
        for (const blocks of [posted.blocks, shown.blocks]) {
          const sections = blocks.filter(({ type }) => type === 'section').length
          const hidden = JSON.stringify(blocks.filter(({ type }) => type === 'context'))
          expect(sections + Number(/and (\d+) more: `/.exec(hidden)?.[1] ?? 0)).toBe(count)
          expect(blocks.at(-1)).toEqual(tail[0])
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is maximal: one more row would not have fitted', () => {
    const items = Array.from({ length: 100 }, (_, i) => [note(`row ${i}`)])
    const blocks = fitList({ items, more, surface: [{ max: 10, of: () => 1 }] })
    expect(blocks).toEqual([...items.slice(0, 9).flat(), more(91)])
  })
})

describe('several lists', () => {
  const list = (name: string, count: number) => ({
    items: Array.from({ length: count }, (_, i) => [note(`${name} ${i}`)]),
    more: (hidden: number) => note(`${name}: ${hidden} more`),
  })
  const texts = (blocks: readonly KitBlock[]) =>
    blocks
      .flatMap((block) => (block.type === 'context' ? block.elements : []))
      .map((each) => 'text' in each && each.text)

  it('lose from the last one first, each keeping its line', () => {
    const ten = [{ max: 10, of: () => 1 }]
    expect(texts(fitParts([list('overdue', 3), list('today', 4), null, list('later', 5)], ten))).toEqual([
      ...['overdue 0', 'overdue 1', 'overdue 2', 'today 0', 'today 1', 'today 2', 'today 3'],
      ...['later 0', 'later 1', 'later: 3 more'],
    ])
    expect(texts(fitParts([list('overdue', 30), list('today', 0), list('later', 5)], ten)).slice(-2)).toEqual(
      ['overdue: 22 more', 'later: 5 more'],
    )
  })
})

describe('blocks that nobody marked as droppable', () => {
  it('are cut at the end, with a line that says so', () => {
    const built = message({ text: 'x', blocks: Array.from({ length: 60 }, (_, i) => note(`n${i}`)) })
    expect(built.blocks).toHaveLength(50)
    expect(JSON.stringify(built.blocks.at(-1))).toContain('11 more parts did not fit here.')
    expect(checkMessage(built)).toEqual([])
    const view = home(Array.from({ length: 150 }, () => section('é'.repeat(3000))))
    expect(checkView(view)).toEqual([])
    expect(JSON.stringify(view.blocks.at(-1))).toContain('did not fit here.')
  })
})

describe('pages', () => {
  const items = Array.from({ length: 23 }, (_, i) => i + 1)

  it.each([
    [1, 1, [1, 10], undefined, 2],
    [2, 2, [11, 20], 1, 3],
    [3, 3, [21, 23], 2, undefined],
    [9, 3, [21, 23], 2, undefined],
    [-1, 1, [1, 10], undefined, 2],
    [Number.NaN, 1, [1, 10], undefined, 2],
  ])('%d of 3', (wanted, number, [from, to], previous, next) => {
    const at = page(items, wanted, 10)
    expect(at).toMatchObject({ number, pages: 3, total: 23, from, to })
    expect([at.items[0], at.items.at(-1)]).toEqual([from, to])
    expect([at.previous, at.next]).toEqual([previous, next])
  })

  it('show every item once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 60 }), (count, size) => {
        const all = Array.from({ length: count }, (_, i) => i)
        const seen: number[] = []
        for (let at: number | undefined = 1; at !== undefined; ) {
          const current: { items: readonly number[]; next?: number } = page(all, at, size)
          seen.push(...current.items)
          at = current.next
        }
        expect(seen).toEqual(all)
      }),
    )
  })

  it('an empty list has one empty page', () => {
    expect(page([], 1, 10)).toEqual({ items: [], number: 1, pages: 1, total: 0, from: 0, to: 0 })
  })

  it('have buttons to the pages that exist', () => {
    const options = { actionId: 'tasks:page', value: (number: number) => JSON.stringify({ page: number }) }
    expect(pageButtons(page(items, 1, 30), options)).toBeNull()
    const both = pageButtons(page(items, 2, 10), options)
    expect(both?.elements).toEqual([
      button({ text: 'Previous', actionId: 'tasks:page:previous', value: '{"page":1}' }),
      button({ text: 'Next', actionId: 'tasks:page:next', value: '{"page":3}' }),
    ])
    expect(checkMessage(message({ text: 'x', blocks: [both] }))).toEqual([])
  })
})
