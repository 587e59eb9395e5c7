import { describe, expect, test } from 'vitest'
import type { Duty } from '../../../src/domain/audit/duty.ts'
import { audited, auditWords, type Finding, findingsOf } from '../../../src/domain/audit/findings.ts'

const NOW = new Date('2026-03-02T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

const DIGEST: Duty = {
  ...{ teamId: 'T1', what: 'digest', campaign: 'winback', id: 7 },
  ...{ dueAt: minutesAgo(60), times: 0, isWorkedOn: false },
}

test.each<[string, Partial<Duty>, number]>([
  ['not done and nobody at it', {}, 1],
  ['a job is at it', { isWorkedOn: true }, 0],
  ['within its grace', { dueAt: minutesAgo(14) }, 0],
  ['at the end of its grace', { dueAt: minutesAgo(15) }, 1],
  ['done', { times: 1 }, 0],
  ['done twice', { times: 2 }, 1],
  [
    'done twice, though it was due just now and a job is there',
    { times: 2, isWorkedOn: true, dueAt: NOW },
    1,
  ],
])('%s: %j gives %i', (_name, change, count) => {
  expect(findingsOf([{ ...DIGEST, ...change }], NOW)).toHaveLength(count)
})

describe('what an audit says', () => {
  const [found] = findingsOf([DIGEST], NOW) as [Finding]
  const [twice] = findingsOf([{ ...DIGEST, what: 'launched', times: 2 }], NOW) as [Finding]
  const elsewhere = { ...found, teamId: 'T2' }

  test('nothing the first time, then it tells once, then that it is well', () => {
    expect(audited([], [found])).toEqual({ fresh: [found], tell: [], well: [], gone: [] })
    const seen = { ...found, toldAt: null }
    expect(audited([seen], [found])).toEqual({ fresh: [], tell: [found], well: [], gone: [] })
    const told = { ...found, toldAt: NOW }
    expect(audited([told], [found])).toEqual({ fresh: [], tell: [], well: [], gone: [] })
    expect(audited([told], [])).toEqual({ fresh: [], tell: [], well: [told], gone: [told] })
  })

  test('nothing of what was mended before it was told, and never that what happened twice is well', () => {
    const [seen, told] = [
      { ...found, toldAt: null },
      { ...twice, toldAt: NOW },
    ]
    expect(audited([seen, told], [])).toEqual({ fresh: [], tell: [], well: [], gone: [seen, told] })
  })

  test('each workspace by itself', () => {
    expect(audited([{ ...found, toldAt: null }], [elsewhere]).fresh).toEqual([elsewhere])
  })

  test('in one short message, however much there is', () => {
    const many = Array.from({ length: 9 }, () => found)
    const words = auditWords(many, [found])
    expect(words.match(/^• /gm)).toHaveLength(6)
    expect(words).toContain('\nand 4 more\nWell again, of what I said before:\n• ')
  })
})
