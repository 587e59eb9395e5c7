import { expect, test } from 'vitest'
import { mimetypeIn, NoAnswer, openedIn, pageIn, postedIn, uploadIn } from '../../src/slack/answers.ts'

const OURS = { ts: '1.2', metadata: { event_type: 'stairway_message', event_payload: { id: 'n' } } }

test('a page has the messages that are some, whatever stands beside them', () => {
  const odd = [
    null,
    7,
    'x',
    [],
    {},
    { metadata: null },
    { ts: 5, metadata: OURS.metadata },
    { ...OURS, ts: '' },
  ]
  expect(pageIn({ ok: true, messages: [...odd, OURS] })).toEqual({ messages: [OURS], cursor: '' })
  for (const response_metadata of [null, 'x', {}, { next_cursor: 7 }])
    expect(pageIn({ messages: [], response_metadata }).cursor).toBe('')
  expect(pageIn({ messages: [], response_metadata: { next_cursor: 'more' } }).cursor).toBe('more')
})

test('what was asked for is read', () => {
  expect(openedIn({ channel: { id: 'D1', is_im: true } })).toBe('D1')
  expect(postedIn({ channel: 'C1', ts: '1700000000.000100', message: null })).toEqual({
    channel: 'C1',
    ts: '1700000000.000100',
  })
  expect(uploadIn({ upload_url: 'https://files.slack.com/x', file_id: 'F1' })).toEqual({
    url: 'https://files.slack.com/x',
    fileId: 'F1',
  })
  expect([mimetypeIn({ file: { mimetype: 'image/png' } }), mimetypeIn({ file: {} })]).toEqual([
    'image/png',
    '',
  ])
})

const NOTHING = [undefined, null, 7, 'x', [], {}, { ok: true }]

test.each([
  [openedIn, { channel: 'D1' }, { channel: { id: 7 } }, { channel: { id: '' } }, { channel: null }],
  [
    postedIn,
    { channel: 'C1' },
    { ts: '1.2' },
    { channel: 'C1', ts: 'now' },
    { channel: { id: 'C1' }, ts: '1.2' },
  ],
  [uploadIn, { file_id: 'F1' }, { upload_url: '', file_id: 'F1' }, { upload_url: 'https://x.example' }],
  [mimetypeIn, { file: null }, { file: 'F1' }],
  [pageIn, { messages: null }, { messages: { 0: OURS } }],
] as const)('%o takes nothing else for an answer', (read, ...others) => {
  for (const answer of [...NOTHING, ...others])
    expect(() => read(answer), JSON.stringify(answer)).toThrow(NoAnswer)
})
