import { describe, expect, it } from 'vitest'
import { type Entry, fill } from '../../../sandbox/workspace/forms.ts'
import type { Block } from '../../../sandbox/workspace/types.ts'

const option = (text: string) => ({ text: { type: 'plain_text', text }, value: `v-${text}` })
const options = [option('a'), option('b')]
const input = (element: object, more: object = {}): Block => ({
  type: 'input',
  block_id: 'b',
  label: { type: 'plain_text', text: 'Label' },
  element: { action_id: 'a', ...element },
  ...more,
})
const stateOf = (block: Block, entry?: Entry) =>
  fill([block], entry === undefined ? {} : { Label: entry }).b?.a

describe('what people enter in a form', () => {
  it.each<[object, Entry, object]>([
    [{ type: 'number_input' }, '42', { value: '42' }],
    [{ type: 'radio_buttons', options }, 'b', { selected_option: option('b') }],
    [{ type: 'checkboxes', options }, ['a', 'b'], { selected_options: options }],
    [{ type: 'static_select', option_groups: [{ options }] }, 'a', { selected_option: option('a') }],
    [{ type: 'multi_users_select' }, ['U0ANA', 'U0RAJ'], { selected_users: ['U0ANA', 'U0RAJ'] }],
    [{ type: 'conversations_select' }, 'C0DATA', { selected_conversation: 'C0DATA' }],
    [{ type: 'datepicker' }, '2026-03-02', { selected_date: '2026-03-02' }],
    [{ type: 'datetimepicker' }, '2026-03-02T09:00:00Z', { selected_date_time: 1_772_442_000 }],
  ])('%j takes %j', (element, entry, state) => {
    expect(stateOf(input(element), entry)).toEqual({
      ...('type' in element && { type: element.type }),
      ...state,
    })
  })

  it('is what the form starts with where nobody touches it', () => {
    expect(stateOf(input({ type: 'datepicker', initial_date: '2026-03-02' }))).toMatchObject({
      selected_date: '2026-03-02',
    })
    expect(stateOf(input({ type: 'plain_text_input' }, { optional: true }))).toMatchObject({ value: null })
  })

  it('is refused by the form itself where Slack would', () => {
    expect(() => stateOf(input({ type: 'plain_text_input' }), '')).toThrow('Slack asks to complete "Label"')
    expect(() => stateOf(input({ type: 'plain_text_input', min_length: 3 }), 'ab')).toThrow('3 to 3000')
    expect(() => stateOf(input({ type: 'static_select', options }), 'c')).toThrow('there are: a, b')
  })

  it('carries the state of menus outside inputs too', () => {
    const accessory = { type: 'static_select', action_id: 'menu', options, initial_option: option('a') }
    const section: Block = { type: 'section', block_id: 's', accessory }
    expect(fill([section], {})).toEqual({
      s: { menu: { type: 'static_select', selected_option: option('a') } },
    })
  })
})
