import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage, checkView } from '../../../sandbox/workspace/block-limits.ts'
import {
  actions,
  button,
  divider,
  header,
  image,
  type KitBlock,
  note,
  section,
} from '../../../src/slack/kit/blocks.ts'
import {
  datePicker,
  input,
  radioButtons,
  staticSelect,
  textInput,
  userSelect,
} from '../../../src/slack/kit/inputs.ts'
import { md } from '../../../src/slack/kit/mrkdwn.ts'
import { home, message, modal } from '../../../src/slack/kit/surfaces.ts'
import { anyText } from '../../support/any-text.ts'

/** Each builder with any text in every field that people fill. */
const builders: Record<string, (t: string, u: string) => KitBlock | KitBlock[] | null> = {
  header: (t) => header(t),
  section: (t, u) =>
    section(md`*${t}* and ${u}`, {
      blockId: 'card',
      accessory: button({ text: t, actionId: 'open', value: 'winback' }),
    }),
  'section of typed text': (t) => section(t),
  note: (t) => note(t),
  divider: () => divider(),
  image: (t) => image('F1', t),
  actions: (t, u) =>
    actions([
      button({
        text: t,
        actionId: 'stop',
        style: 'danger',
        readAs: u,
        confirm: { title: t, text: u, confirm: t, deny: u, style: 'danger' },
      }),
      null,
      userSelect({ actionId: 'who', placeholder: t }),
    ]),
}

describe('blocks', () => {
  it.each(Object.entries(builders))('%s is taken by Slack whatever the text', (_, build) => {
    fc.assert(
      fc.property(anyText, anyText, (t, u) => {
        const blocks = [build(t, u)].flat()
        expect(blocks.length).toBeGreaterThan(0)
        const built = message({ text: t, blocks })
        expect(checkMessage(built)).toEqual([])
        expect(built.blocks.map(({ type }) => type)).toEqual(blocks.map((block) => block?.type))
        expect(checkView(home(blocks))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('reads a button out in whole words', () => {
    const readAs = `Ask Raj: ${'why do rural customers buy so much less '.repeat(2)}?`
    const { accessibility_label: label = '' } = button({ text: 'Ask Raj', actionId: 'ask', readAs })
    expect(readAs.startsWith(label.replace('…', ' '))).toBe(true)
    expect(label.length).toBeLessThanOrEqual(75)
    expect(button({ text: 'Ask…', actionId: 'ask', readAs: 'Ask about it…' }).accessibility_label).toBe(
      'Ask about it…',
    )
  })

  it('shows what was given', () => {
    expect(section(md`*${'Spring'}* by ${'<Ana>'}`)).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: '*Spring* by &lt;Ana&gt;', verbatim: true },
    })
    expect(button({ text: 'Approve', actionId: 'approve', value: 'r1', style: 'primary' })).toEqual({
      type: 'button',
      text: { type: 'plain_text', text: 'Approve' },
      action_id: 'approve',
      value: 'r1',
      style: 'primary',
    })
    expect(header('a < b & *c*').text.text).toBe('a < b & *c*')
  })

  it('leaves out what has no elements', () => {
    expect(actions([null, false, undefined])).toBeNull()
  })

  it.each([
    [
      'an id twice',
      () => actions([button({ text: 'a', actionId: 'x' }), button({ text: 'b', actionId: 'x' })]),
    ],
    [
      '26 buttons',
      () => actions(Array.from({ length: 26 }, (_, i) => button({ text: 'a', actionId: `x${i}` }))),
    ],
    ['a long value', () => button({ text: 'a', actionId: 'x', value: 'v'.repeat(2001) })],
    ['an empty action_id', () => button({ text: 'a', actionId: '' })],
    ['a long block_id', () => section('x', { blockId: 'b'.repeat(256) })],
    ['a select of nothing', () => staticSelect({ choices: [] })],
    [
      '11 radio buttons',
      () => radioButtons({ choices: Array.from({ length: 11 }, (_, i) => ({ text: 'a', value: `${i}` })) }),
    ],
    ['a long option value', () => staticSelect({ choices: [{ text: 'a', value: 'v'.repeat(76) }] })],
    ['a date in words', () => datePicker({ initial: 'tomorrow' })],
    [
      'long metadata',
      () => modal({ title: 'a', callbackId: 'c', privateMetadata: 'm'.repeat(3001), blocks: [] }),
    ],
    [
      'an input id twice',
      () =>
        modal({
          title: 'a',
          callbackId: 'c',
          blocks: [
            input({ blockId: 'n', label: 'a' }, textInput()),
            input({ blockId: 'n', label: 'b' }, textInput()),
          ],
        }),
    ],
  ])('throws for %s: cutting it would change what it means', (_, build) => {
    expect(build).toThrow(RangeError)
  })
})
