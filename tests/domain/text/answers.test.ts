import { expect, test } from 'vitest'
import { withoutCodes } from '../../../src/domain/text/answers.ts'

test.each([
  ['off (HTTP 200)', 'off'],
  ['HTTP 200', 'accepted'],
  ['HTTP 403 approval_required', 'refused'],
  ['HTTP 409 invalid_status, request 7f3a-9', 'refused'],
  ['HTTP 429: another run is on', 'asked to come again later: another run is on'],
  ['HTTP 503, for 1 h', 'failed there, for 1 h'],
  ['still queued (HTTP 502, request 9), for 2 h', 'still queued, for 2 h'],
  ['1 204 of 42 610 rows failed', '1 204 of 42 610 rows failed'],
  ['confirmed by {@U0MEI}', 'confirmed by {@U0MEI}'],
])('%s says in a channel: %s', (words, said) => {
  expect(withoutCodes(words)).toBe(said)
})
