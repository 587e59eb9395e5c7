import { describe, expect, it } from 'vitest'
import { checkMessage, checkView } from '../../../sandbox/workspace/block-limits.ts'
import {
  actions,
  button,
  cells,
  chart,
  input,
  modal,
  mrkdwn,
  option,
  plain,
  type Refused,
  section,
  select,
  series,
  table,
  text,
  times,
  x,
} from '../../support/block-samples.ts'

const refused: Refused[] = [
  ['no blocks', [], 'blocks: no fewer than 1 items allowed'],
  ['51 blocks', times(51, () => section()), 'blocks: no more than 50 items allowed'],
  ['unknown block', { type: 'carousel' }, 'blocks[0]: unsupported type: carousel'],
  ['a type of Object', { type: 'constructor' }, 'blocks[0]: unsupported type: constructor'],
  ['no block', times(1, () => 'x') as never, 'blocks[0]: unsupported type: string'],
  ['extra field', { type: 'divider', text: 'x' }, 'blocks[0]: invalid additional property: text'],
  [
    'block_id 256',
    { type: 'divider', block_id: x(256) },
    'blocks[0].block_id: must be less than 256 characters',
  ],
  ['empty block_id', { type: 'divider', block_id: '' }, 'blocks[0].block_id: must be more than 0 characters'],
  [
    'block_id twice',
    times(2, () => ({ type: 'divider', block_id: 'a' })),
    'blocks[1].block_id: already exists: a',
  ],
  ['header 151', { type: 'header', text: plain(x(151)) }, 'blocks[0].text: must be less than 151 characters'],
  ['header mrkdwn', { type: 'header', text: mrkdwn('x') }, 'blocks[0].text: unsupported type: mrkdwn'],
  ['header without text', { type: 'header' }, 'blocks[0]: missing required field: text'],
  [
    'header emoji',
    { type: 'header', text: { ...plain('x'), emoji: 1 } },
    'blocks[0].text.emoji: must be a boolean',
  ],
  ['section 3001', section({ text: mrkdwn(x(3001)) }), 'blocks[0].text: must be less than 3001 characters'],
  ['empty section', section({ text: mrkdwn('') }), 'blocks[0].text: must be more than 0 characters'],
  ['blank section', section({ text: mrkdwn(' \u200B') }), 'blocks[0].text: must be more than 0 characters'],
  ['bare section', section({}), 'blocks[0]: needs text or fields'],
  ['text a string', section({ text: 'x' }), 'blocks[0].text: unsupported type: string'],
  [
    '11 fields',
    section({ fields: times(11, () => mrkdwn('x')) }),
    'blocks[0].fields: no more than 10 items allowed',
  ],
  [
    'field 2001',
    section({ fields: [mrkdwn(x(2001))] }),
    'blocks[0].fields[0]: must be less than 2001 characters',
  ],
  [
    '11 in context',
    { type: 'context', elements: times(11, () => mrkdwn('x')) },
    'blocks[0].elements: no more than 10 items allowed',
  ],
  ['empty context', { type: 'context', elements: [] }, 'blocks[0].elements: no fewer than 1 items allowed'],
  ['image without source', { type: 'image', alt_text: 'x' }, 'blocks[0]: needs image_url or slack_file'],
  [
    'image with two',
    { type: 'image', alt_text: 'x', image_url: 'https://x', slack_file: { id: 'F1' } },
    'blocks[0]: needs image_url or slack_file',
  ],
  [
    'alt 2001',
    { type: 'image', alt_text: x(2001), image_url: 'https://x' },
    'blocks[0].alt_text: must be less than 2001 characters',
  ],
  ['no alt', { type: 'image', image_url: 'https://x' }, 'blocks[0]: missing required field: alt_text'],
  [
    'image title 2001',
    { type: 'image', alt_text: 'x', image_url: 'https://x', title: plain(x(2001)) },
    'blocks[0].title: must be less than 2001 characters',
  ],
  [
    'chart title 51',
    chart(['a'], [series('s', 'a')], x(51)),
    'blocks[0].title: must be less than 51 characters',
  ],
  ['no series', chart(['a'], []), 'blocks[0].chart.series: no fewer than 1 items allowed'],
  [
    '13 series',
    chart(
      ['a'],
      times(13, (i) => series(`${i}`, 'a')),
    ),
    'blocks[0].chart.series: no more than 12 items allowed',
  ],
  [
    '21 categories',
    chart(
      times(21, (i) => `${i}`),
      [series('s', 'a')],
    ),
    'blocks[0].chart.axis_config.categories: no more than 20 items allowed',
  ],
  [
    'category 21',
    chart([x(21)], [series('s', 'a')]),
    'blocks[0].chart.axis_config.categories[0]: must be less than 21 characters',
  ],
  [
    'series 21',
    chart(['a'], [series(x(21), 'a')]),
    'blocks[0].chart.series[0].name: must be less than 21 characters',
  ],
  [
    'a value too few',
    chart(['a', 'b'], [series('s', 'a')]),
    'blocks[0].chart.series[0].data: must have exactly one value for each category',
  ],
  [
    'a value twice',
    chart(['a', 'b'], [series('s', 'a', 'a')]),
    'blocks[0].chart.series[0].data: must have exactly one value for each category',
  ],
  [
    'series twice',
    chart(['a'], [series('s', 'a'), series('s', 'a')]),
    'blocks[0].chart.series[1].name: not unique: s',
  ],
  [
    'category twice',
    chart(['a', 'a'], [series('s', 'a', 'a')]),
    'blocks[0].chart.axis_config.categories[1]: not unique: a',
  ],
  [
    'value NaN',
    chart(['a'], [{ name: 's', data: [{ label: 'a', value: Number.NaN }] }]),
    'blocks[0].chart.series[0].data[0].value: must be a finite number',
  ],
  [
    'three charts',
    times(3, () => chart(['a'], [series('s', 'a')])),
    'blocks: no more than 2 data_visualization allowed in a message',
  ],
  ['two tables', times(2, () => table([cells(1)])), 'blocks: no more than 1 table allowed in a message'],
  ['101 rows', table(times(101, () => cells(1))), 'blocks[0].rows: no more than 100 items allowed'],
  ['21 columns', table([cells(21)]), 'blocks[0].rows[0]: no more than 20 items allowed'],
  ['uneven rows', table([cells(2), cells(1)]), 'blocks[0].rows[1]: must have 2 cells'],
  [
    'empty cell',
    table([[{ type: 'raw_text', text: '' }]]),
    'blocks[0].rows[0][0].text: must be more than 0 characters',
  ],
  [
    'alignment',
    table([cells(1)], { column_settings: [{ align: 'middle' }] }),
    'blocks[0].column_settings[0].align: must be one of left, center, right',
  ],
  [
    'more settings than columns',
    table([cells(1)], { column_settings: [{}, {}] }),
    'blocks[0].column_settings: more than the 1 columns',
  ],
  ['a broadcast', section({ text: mrkdwn('<!channel> x') }), 'blocks[0].text: broadcasts are never sent'],
  ['an unescaped bracket', section({ text: mrkdwn('a < b') }), 'blocks[0].text: unescaped < or >'],
  ['an http link', section({ text: mrkdwn('<http://x.example|x>') }), 'blocks[0].text: unescaped < or >'],
  ['an unescaped ampersand', section({ text: mrkdwn('R&D') }), 'blocks[0].text: unescaped &'],
  ['an override', section({ text: mrkdwn('a\u202Eb') }), 'blocks[0].text: bidirectional override'],
]

describe('the checker refuses', () => {
  it.each(refused)('%s', (_, blocks, error) => {
    expect(checkMessage({ text: 'x', blocks: Array.isArray(blocks) ? blocks : [blocks] })).toEqual([error])
  })

  it('10,001 characters in all, and fewer in many blocks', () => {
    const long = times(4, () => section({ text: mrkdwn(x(2500)) }))
    expect(checkMessage({ text: 'x', blocks: long })).toEqual([])
    const tooLong = [...long, section({ text: mrkdwn('x') })]
    expect(checkMessage({ text: 'x', blocks: tooLong })).toEqual([
      'blocks: msg_blocks_too_long: 10001 characters in 5 blocks',
    ])
    const many = times(50, () => section({ text: mrkdwn(x(190)) }))
    expect(checkMessage({ text: 'x', blocks: many })).toEqual([
      'blocks: msg_blocks_too_long: 9500 characters in 50 blocks',
    ])
  })

  it.each([
    ['x', 'message: must be an object'],
    [{}, 'text: missing'],
    [{ text: '' }, 'text: must be more than 0 characters'],
    [{ text: ' ' }, 'text: must be more than 0 characters'],
    [{ text: x(4001) }, 'text: must be less than 4001 characters'],
    [{ text: 'a <!here>' }, 'text: broadcasts are never sent'],
  ])('a message of %j', (payload, error) => {
    expect(checkMessage(payload)).toEqual([error])
  })
})

describe('the checker takes', () => {
  it('the answer that deletes a message, which has no text', () => {
    expect(checkMessage({ delete_original: true })).toEqual([])
  })

  it('everything at its limit, also as the JSON that the Web API client sends', () => {
    const blocks = [
      { type: 'header', text: plain(x(150)), block_id: x(255) },
      section({
        text: mrkdwn('<@U1> in <#C1>, <https://x.example/a?b=1&amp;c|x> at <!date^1^{time}|noon> &lt;'),
      }),
      section({
        fields: times(10, () => mrkdwn('x')),
        accessory: { type: 'image', alt_text: 'x', image_url: 'https://x' },
      }),
      actions(...times(25, (i) => button({ action_id: `a${i}` }))),
      actions(select({ options: [option('a'), option('b')], initial_option: option('b') })),
      {
        type: 'context',
        elements: [mrkdwn('x'), { type: 'image', alt_text: 'x', slack_file: { id: 'F1' } }],
      },
      chart(['a', 'b'], [series('s', 'b', 'a'), series('t', 'a', 'b')]),
      table([cells(20), cells(20)], { column_settings: [{ align: 'right' }] }),
    ]
    expect(checkMessage({ text: x(4000), blocks })).toEqual([])
    expect(checkMessage({ text: 'x', blocks: JSON.stringify(blocks) })).toEqual([])
    const view = modal({
      submit: plain(x(24)),
      blocks: [input(text({ max_length: 3, initial_value: 'abc' }))],
    })
    expect(checkView(JSON.stringify(view))).toEqual([])
  })
})
