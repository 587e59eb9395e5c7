import { describe, expect, it } from 'vitest'
import type { Block } from '../../../sandbox/contract.ts'
import { carryOver, fillIn, lacking, stateOf } from '../../../sandbox/page/form.ts'
import { ticks } from '../../../sandbox/page/scale.ts'
import type { KitBlock } from '../../../src/slack/kit/blocks.ts'
import { channelSelect, input, staticSelect, textInput } from '../../../src/slack/kit/inputs.ts'

const blocks = (...of: KitBlock[]) => of as unknown as Block[]
const choices = [
  { text: 'One', value: '1' },
  { text: 'Two', value: '2' },
]
const OPTIONS = [{ text: { type: 'plain_text', text: 'One' }, value: '1' } as const]
const name = (initial = '', id = 'name') =>
  input({ blockId: id, label: 'Name' }, { ...textInput({ initial, maxLength: 5 }), min_length: 2 })
const typed = (value: string) => stateOf('plain_text_input', value)

describe('what a form says', () => {
  it('begins with what its elements begin with', () => {
    const form = carryOver(
      {},
      blocks(
        name('Ana'),
        input({ blockId: 'pick', label: 'Pick' }, staticSelect({ choices, initial: '2' })),
        // What Stairway's own forms don't have; the page shows what any bot sends.
        input(
          { blockId: 'tick', label: 'Tick' },
          { type: 'checkboxes', action_id: 'value', options: OPTIONS },
        ),
        input(
          { blockId: 'who', label: 'Who' },
          { type: 'multi_users_select', action_id: 'value', initial_users: ['U0RAJ'] },
        ),
        input({ blockId: 'where', label: 'Where' }, channelSelect({ current: true })),
      ),
      'C0GROWTH',
    )
    expect(form).toMatchObject({
      name: { value: { type: 'plain_text_input', value: 'Ana' } },
      pick: { value: { selected_option: { value: '2' } } },
      tick: { value: { selected_options: [] } },
      who: { value: { selected_users: ['U0RAJ'] } },
      where: { value: { selected_conversation: 'C0GROWTH' } },
    })
  })

  it('keeps what was typed where block_id and action_id stay, as Slack does', () => {
    const before = fillIn(carryOver({}, blocks(name('Ana')), ''), 'name', 'value', typed('Tom'))
    expect(carryOver(before, blocks(name('Raj')), '')).toMatchObject({ name: { value: { value: 'Tom' } } })
    expect(carryOver(before, blocks(name('Raj', 'name2')), '')).toEqual({
      name2: { value: { type: 'plain_text_input', value: 'Raj' } },
    })
  })

  it.each([
    ['', 'Please complete this required field.'],
    ['A', 'Please enter at least 2 characters.'],
    ['Alexander', 'Please enter at most 5 characters: there are 9.'],
    ['Ana', undefined],
  ])('asks for what is missing: "%s"', (value, problem) => {
    expect(lacking(blocks(name()), { name: { value: typed(value) } }).name).toBe(problem)
  })

  it('asks for nothing where nothing is needed', () => {
    const optional = blocks(input({ blockId: 'a', label: 'A', optional: true }, textInput()))
    expect(lacking(optional, carryOver({}, optional, ''))).toEqual({})
  })
})

it.each([
  [[118.8, 72.1, -12.4], true, [-50, 0, 50, 100, 150]],
  [[0.2, 0.4], true, [0, 0.1, 0.2, 0.3, 0.4]],
  [[5], true, [0, 2, 4, 6]],
  [[0, 0], true, [0, 0.5]],
  [[101, 103], false, [101, 101.5, 102, 102.5, 103]],
])('draws round steps for %j', (values, fromZero, steps) => {
  const drawn = ticks(values, fromZero, 4)
  expect(drawn[0]).toBeLessThanOrEqual(Math.min(...values))
  expect(drawn.at(-1)).toBeGreaterThanOrEqual(Math.max(...values))
  expect(drawn).toEqual(steps)
})
