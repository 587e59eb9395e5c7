import { expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import {
  actions,
  button,
  confirm,
  input,
  mrkdwn,
  option,
  plain,
  type Refused,
  radio,
  section,
  select,
  text,
  times,
  x,
} from '../../support/block-samples.ts'

const refused: Refused[] = [
  [
    'text input as accessory',
    section({ text: mrkdwn('x'), accessory: text() }),
    'blocks[0].accessory: unsupported type: plain_text_input',
  ],
  [
    'button in context',
    { type: 'context', elements: [button()] },
    'blocks[0].elements[0]: unsupported type: button',
  ],
  [
    '26 actions',
    actions(...times(26, (i) => button({ action_id: `a${i}` }))),
    'blocks[0].elements: no more than 25 items allowed',
  ],
  ['no actions', actions(), 'blocks[0].elements: no fewer than 1 items allowed'],
  ['action_id twice', actions(button(), button()), 'blocks[0].elements[1].action_id: already exists: go'],
  [
    'button 76',
    actions(button({ text: plain(x(76)) })),
    'blocks[0].elements[0].text: must be less than 76 characters',
  ],
  [
    'button mrkdwn',
    actions(button({ text: mrkdwn('x') })),
    'blocks[0].elements[0].text: unsupported type: mrkdwn',
  ],
  [
    'button without action',
    actions({ type: 'button', text: plain('Go') }),
    'blocks[0].elements[0]: missing required field: action_id',
  ],
  [
    'action_id 256',
    actions(button({ action_id: x(256) })),
    'blocks[0].elements[0].action_id: must be less than 256 characters',
  ],
  [
    'value 2001',
    actions(button({ value: x(2001) })),
    'blocks[0].elements[0].value: must be less than 2001 characters',
  ],
  [
    'url 3001',
    actions(button({ url: x(3001) })),
    'blocks[0].elements[0].url: must be less than 3001 characters',
  ],
  [
    'style',
    actions(button({ style: 'default' })),
    'blocks[0].elements[0].style: must be one of primary, danger',
  ],
  [
    'accessibility 76',
    actions(button({ accessibility_label: x(76) })),
    'blocks[0].elements[0].accessibility_label: must be less than 76 characters',
  ],
  [
    'confirm title 101',
    actions(confirm({ title: plain(x(101)) })),
    'blocks[0].elements[0].confirm.title: must be less than 101 characters',
  ],
  [
    'confirm text 301',
    actions(confirm({ text: mrkdwn(x(301)) })),
    'blocks[0].elements[0].confirm.text: must be less than 301 characters',
  ],
  [
    'confirm 31',
    actions(confirm({ confirm: plain(x(31)) })),
    'blocks[0].elements[0].confirm.confirm: must be less than 31 characters',
  ],
  [
    'deny 31',
    actions(confirm({ deny: plain(x(31)) })),
    'blocks[0].elements[0].confirm.deny: must be less than 31 characters',
  ],
  [
    'overflow of 6',
    actions({ type: 'overflow', action_id: 'a', options: times(6, (i) => option(`${i}`)) }),
    'blocks[0].elements[0].options: no more than 5 items allowed',
  ],
  [
    '101 options',
    actions(select({ options: times(101, (i) => option(`${i}`)) })),
    'blocks[0].elements[0].options: no more than 100 items allowed',
  ],
  [
    'no options',
    actions(select({ options: [] })),
    'blocks[0].elements[0].options: no fewer than 1 items allowed',
  ],
  ['no source', actions(select({})), 'blocks[0].elements[0]: needs options or option_groups'],
  [
    'option 76',
    actions(select({ options: [option('a', x(76))] })),
    'blocks[0].elements[0].options[0].text: must be less than 76 characters',
  ],
  [
    'option value 76',
    actions(select({ options: [option(x(76), 'a')] })),
    'blocks[0].elements[0].options[0].value: must be less than 76 characters',
  ],
  [
    'description 76',
    actions(select({ options: [{ ...option('a'), description: plain(x(76)) }] })),
    'blocks[0].elements[0].options[0].description: must be less than 76 characters',
  ],
  [
    'value twice',
    actions(select({ options: [option('a'), option('a', 'b')] })),
    'blocks[0].elements[0]: duplicate option value: a',
  ],
  [
    'initial not an option',
    actions(select({ options: [option('a')], initial_option: option('a', 'b') })),
    'blocks[0].elements[0]: initial option is not among the options',
  ],
  [
    'group label 76',
    actions(select({ option_groups: [{ label: plain(x(76)), options: [option('a')] }] })),
    'blocks[0].elements[0].option_groups[0].label: must be less than 76 characters',
  ],
  [
    '101 groups',
    actions(select({ option_groups: times(101, (i) => ({ label: plain('g'), options: [option(`${i}`)] })) })),
    'blocks[0].elements[0].option_groups: no more than 100 items allowed',
  ],
  [
    '11 radio',
    actions(radio({ options: times(11, (i) => option(`${i}`)) })),
    'blocks[0].elements[0].options: no more than 10 items allowed',
  ],
  [
    '11 checkboxes',
    actions({ ...radio({ options: times(11, (i) => option(`${i}`)) }), type: 'checkboxes' }),
    'blocks[0].elements[0].options: no more than 10 items allowed',
  ],
  [
    'placeholder 151',
    actions({ type: 'users_select', action_id: 'a', placeholder: plain(x(151)) }),
    'blocks[0].elements[0].placeholder: must be less than 151 characters',
  ],
  [
    'initial user',
    actions({ type: 'users_select', action_id: 'a', initial_user: 'raj' }),
    'blocks[0].elements[0].initial_user: must match ^[UW][A-Z0-9]+$',
  ],
  [
    'empty filter',
    actions({ type: 'conversations_select', action_id: 'a', filter: {} }),
    'blocks[0].elements[0].filter: must have at least one property',
  ],
  [
    'label 2001',
    input(text(), { label: plain(x(2001)) }),
    'blocks[0].label: must be less than 2001 characters',
  ],
  ['hint 2001', input(text(), { hint: plain(x(2001)) }), 'blocks[0].hint: must be less than 2001 characters'],
  ['button as input', input(button()), 'blocks[0].element: unsupported type: button'],
  [
    'max_length 3001',
    input(text({ max_length: 3001 })),
    'blocks[0].element.max_length: must be an integer from 1 to 3000',
  ],
  [
    'initial over max',
    input(text({ max_length: 2, initial_value: 'abc' })),
    'blocks[0].element.initial_value: must be less than 3 characters',
  ],
  [
    'min over max',
    input(text({ max_length: 2, min_length: 3 })),
    'blocks[0].element: min_length is greater than max_length',
  ],
  [
    'a date',
    input({ type: 'datepicker', action_id: 'value', initial_date: '2026-13-01' }),
    'blocks[0].element.initial_date: must match ^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  ],
  [
    'a time',
    input({ type: 'timepicker', action_id: 'value', initial_time: '9:00' }),
    'blocks[0].element.initial_time: must match ^([01]\\d|2[0-3]):[0-5]\\d$',
  ],
  [
    'a timestamp in ms',
    input({ type: 'datetimepicker', action_id: 'value', initial_date_time: 1_772_524_800_000 }),
    'blocks[0].element.initial_date_time: must be an integer from 1000000000 to 9999999999',
  ],
]

it.each(refused)('the checker refuses an element: %s', (_, blocks, error) => {
  expect(checkMessage({ text: 'x', blocks: [blocks] })).toEqual([error])
})
