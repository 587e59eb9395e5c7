import { describe, expect, it } from 'vitest'
import { checkView } from '../../../sandbox/workspace/block-limits.ts'
import {
  cells,
  chart,
  input,
  modal,
  mrkdwn,
  plain,
  section,
  series,
  table,
  text,
  times,
  x,
} from '../../support/block-samples.ts'

describe('the checker refuses', () => {
  it.each([
    ['a title of 25', modal({ title: plain(x(25)) }), 'view.title: must be less than 25 characters'],
    ['no title', { type: 'modal', blocks: [section()] }, 'view: missing required field: title'],
    ['submit of 25', modal({ submit: plain(x(25)) }), 'view.submit: must be less than 25 characters'],
    ['close of 25', modal({ close: plain(x(25)) }), 'view.close: must be less than 25 characters'],
    [
      'callback_id of 256',
      modal({ callback_id: x(256) }),
      'view.callback_id: must be less than 256 characters',
    ],
    [
      'private_metadata of 3001',
      modal({ private_metadata: x(3001) }),
      'view.private_metadata: must be less than 3001 characters',
    ],
    [
      'inputs without submit',
      modal({ blocks: [section(), input(text())] }),
      'view: submit is required with input blocks (blocks[1])',
    ],
    ['101 blocks', modal({ blocks: times(101, () => section()) }), 'blocks: no more than 100 items allowed'],
    ['no blocks', { type: 'home', blocks: [] }, 'blocks: no fewer than 1 items allowed'],
    [
      'a block_id twice',
      { type: 'home', blocks: times(2, () => ({ type: 'divider', block_id: 'a' })) },
      'blocks[1].block_id: already exists: a',
    ],
    [
      'a chart',
      modal({ blocks: [chart(['a'], [series('s', 'a')])] }),
      'blocks[0]: unsupported type: data_visualization',
    ],
    ['a table', { type: 'home', blocks: [table([cells(1)])] }, 'blocks[0]: unsupported type: table'],
    [
      'a submit on Home',
      { type: 'home', blocks: [section()], submit: plain('x') },
      'view: invalid additional property: submit',
    ],
    ['another type', { type: 'workflow_step', blocks: [] }, 'view: unsupported type: workflow_step'],
    [
      'two in focus',
      modal({ submit: plain('Save'), blocks: times(2, () => input(text({ focus_on_load: true }))) }),
      'view: focus_on_load stands on more than one element',
    ],
  ])('a view with %s', (_, view, error) => {
    expect(checkView(view)).toEqual([error])
  })

  it('a view of more than 250 kB, counted in bytes', () => {
    const blocks = times(90, () => section({ text: mrkdwn('é'.repeat(1500)) }))
    expect(checkView(modal({ blocks }))).toEqual([
      expect.stringMatching(/^view: must be at most 250000 bytes/),
    ])
  })
})
