import { describe, expect, test } from 'vitest'
import { heldBecause, isMuted, refuseMuteEnd, withQuiet } from '../../../src/domain/digest/plan.ts'
import type { DigestPlan } from '../../../src/domain/state/digests.ts'
import { unmuted } from '../../../src/domain/state/digests.ts'

const NOW = new Date('2026-03-03T08:00:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)
const PLAN: DigestPlan = {
  schedule: { kind: 'daily', time: '09:00', zone: 'Europe/Berlin' },
  channel: 'C1',
}
const QUIET = { ...PLAN, quiet: true }
const MUTED = { ...PLAN, muteEndsAt: later(1) }

describe('why a digest is held', () => {
  test.each([
    ['every slot', PLAN, { askedFor: false, news: [] }, null],
    ['quiet, nothing changed', QUIET, { askedFor: false, news: [] }, 'unchanged'],
    ['quiet, something changed', QUIET, { askedFor: false, news: ['split'] }, null],
    ['quiet, asked for', QUIET, { askedFor: true, news: [] }, null],
    ['muted, though something changed', MUTED, { askedFor: false, news: ['split'] }, 'muted'],
    ['muted, asked for', MUTED, { askedFor: true, news: [] }, null],
    ['muted and quiet', { ...QUIET, ...MUTED }, { askedFor: false, news: [] }, 'muted'],
    ['a mute that has ended', { ...QUIET, muteEndsAt: NOW }, { askedFor: false, news: [] }, 'unchanged'],
    ['no plan any more', null, { askedFor: false, news: [] }, null],
  ] as const)('%s', (_what, plan, about, held) => {
    expect(heldBecause(plan, about, NOW)).toBe(held)
  })
})

test('a mute ends by itself, at its end', () => {
  expect(isMuted(MUTED, NOW)).toBe(true)
  expect(isMuted(MUTED, later(1))).toBe(false)
  expect(isMuted(PLAN, NOW)).toBe(false)
  expect(isMuted(null, NOW)).toBe(false)
})

test('a mute ends within 90 days', () => {
  expect(() => refuseMuteEnd(later(90 * 86_400_000), NOW)).not.toThrow()
  for (const ms of [0, -1, 90 * 86_400_000 + 1])
    expect(() => refuseMuteEnd(later(ms), NOW)).toThrow(/ends within 90 days/)
})

test('what is taken off leaves the rest of the plan', () => {
  expect(unmuted({ ...QUIET, ...MUTED })).toEqual(QUIET)
  expect(withQuiet(QUIET, false)).toEqual(PLAN)
  expect(withQuiet(MUTED, true)).toEqual({ ...MUTED, quiet: true })
})
