import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkView } from '../../../sandbox/workspace/block-limits.ts'
import { note } from '../../../src/slack/kit/blocks.ts'
import { chart } from '../../../src/slack/kit/chart.ts'
import {
  channelSelect,
  datePicker,
  input,
  radioButtons,
  staticSelect,
  textInput,
  userSelect,
} from '../../../src/slack/kit/inputs.ts'
import { home, modal } from '../../../src/slack/kit/surfaces.ts'
import { table } from '../../../src/slack/kit/table.ts'
import { anyText } from '../../support/any-text.ts'

describe('modals', () => {
  const choices = (text: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({ text, value: `v${i}` }))

  it('hold every input whatever the text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.integer({ min: 1, max: 300 }), (t, u, count) => {
        const few = choices(u, Math.min(count, 10))
        const elements = [
          textInput({ initial: t, placeholder: u, focus: true }),
          textInput({ initial: t, multiline: true, maxLength: 50 }),
          userSelect({ initial: 'U1', placeholder: t }),
          channelSelect({ current: true, placeholder: t }),
          datePicker({ initial: '2026-03-03', placeholder: t }),
          staticSelect({ choices: choices(t, count), initial: 'v1', placeholder: t }),
          radioButtons({ choices: few, initial: 'v0' }),
        ]
        const view = modal({
          title: t,
          close: u,
          callbackId: 'brief',
          privateMetadata: '{"key":"winback"}',
          blocks: elements.map((element, i) =>
            input({ blockId: `b${i}`, label: t, optional: true, ...(i === 0 ? { hint: u } : {}) }, element),
          ),
        })
        expect(checkView(view)).toEqual([])
        expect(view.blocks).toHaveLength(elements.length)
      }),
      { numRuns: 60 },
    )
  })

  it('take 500 choices of any text, and throw rather than lose an input', () => {
    const all = choices('\uFFFD'.repeat(80), 500)
    const menu = (blockId: string) => input({ blockId, label: 'Campaign' }, staticSelect({ choices: all }))
    expect(checkView(modal({ title: 'a', callbackId: 'c', blocks: [menu('a')] }))).toEqual([])
    expect(() => modal({ title: 'a', callbackId: 'c', blocks: [menu('a'), menu('b')] })).toThrow(RangeError)
    expect(() => staticSelect({ choices: choices('a', 501) })).toThrow(RangeError)
  })

  it('offer a submit where there is something to submit', () => {
    const withInput = modal({
      title: 'a',
      callbackId: 'c',
      blocks: [input({ blockId: 'n', label: 'a' }, textInput())],
    })
    expect(withInput.submit?.text).toBe('Save')
    expect(modal({ title: 'a', callbackId: 'c', blocks: [note('x')] }).submit).toBeUndefined()
  })

  it('keep what a person may edit free of an ellipsis', () => {
    expect(textInput({ initial: 'abcdef', maxLength: 3 }).initial_value).toBe('abc')
    expect(textInput({ initial: '' })).not.toHaveProperty('initial_value')
  })

  it('put over 100 choices in groups, each value once', () => {
    const select = staticSelect({
      choices: [...choices('a', 250), { text: 'again', value: 'v3' }],
      initial: 'v3',
    })
    expect(select.option_groups?.map(({ label, options }) => [label.text, options.length])).toEqual([
      ['1 to 100', 100],
      ['101 to 200', 100],
      ['201 to 250', 50],
    ])
    expect(select.initial_option?.text.text).toBe('a')
  })

  it('and Home leave charts and tables to messages', () => {
    const drawn = chart({ title: 'a', kind: 'bar', categories: ['x'], series: [{ name: 's', values: [1] }] })
    const view = home([drawn, table([{ label: 'a' }], [])])
    expect(view.blocks.map(({ type }) => type)).toEqual(['section'])
    expect(checkView(view)).toEqual([])
  })
})
