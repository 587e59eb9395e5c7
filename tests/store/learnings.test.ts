import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { searchWords } from '../../src/domain/text/search-words.ts'
import { isBlank } from '../../src/domain/text/visible.ts'
import { searchLearnings } from '../../src/store/learnings.ts'
import { answer, ask } from '../../src/usecases/follow-ups.ts'
import { conclude } from '../../src/usecases/lifecycle.ts'
import { confirmManual } from '../../src/usecases/steps.ts'
import { anyText } from '../support/any-text.ts'
import { ANA, launching, MINUTE, RAJ, ready, type Stand, standUp } from '../support/stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await standUp()
  await taught('Winback', [
    [
      'Why does Web buy less?',
      'The coupon field is lost on Web',
      { decision: 'Mend the coupon', ideas: ['Try tablets'] },
    ],
    ['Do Outlook readers see it?', 'A big image hid the coupons for 4 % of them'],
    ['Is user_id unique?', 'No: "guest" shares one; 100% of those are Café ☕️ guests'],
    ['למה?', 'שָׁלוֹם לכולם 👩‍👩‍👧'],
    ['Open still', null],
  ])
  const { campaign } = await launching(stand, { name: 'Onboarding' })
  await confirmManual(stand.deps, ANA, { id: campaign.id }, 1)
  stand.pass(MINUTE)
  const learned = 'A checklist helps; coupon or not makes no difference'
  await conclude(stand.deps, ANA, { id: campaign.id }, { reached: 'yes', growth: 'good', learned })
})
afterAll(() => stand.close())

type Taught = [question: string, finding: string | null, more?: object]

async function taught(name: string, rows: readonly Taught[]): Promise<void> {
  const { campaign } = await ready(stand, { name })
  const ref = { id: campaign.id }
  for (const [i, [question, finding, more]] of rows.entries()) {
    stand.pass(MINUTE)
    await ask(stand.deps, ANA, ref, {
      question,
      step: 'analyze',
      assignee: null,
      dueAt: null,
      digestId: null,
    })
    if (finding) await answer(stand.deps, RAJ, ref, i + 1, { finding, ...more })
  }
}

const search = async (query: string, { offset = 0, limit = 10, teamId = 'T1' } = {}) => {
  const { found, total } = await searchLearnings(stand.db, teamId, { query, offset, limit })
  const names = found.map(
    (each) => `${each.campaign.key}${each.kind === 'follow_up' ? `-${each.item.n}` : ''}`,
  )
  return { names, total }
}

describe('learnings', () => {
  test.each<[string, string[]]>([
    // Whole words before beginnings; the newer of two alike first.
    ['coupon', ['onboarding', 'winback-1', 'winback-2']],
    ['COUPON web', ['winback-1', 'onboarding', 'winback-2']],
    ['coupons', ['winback-2']],
    ['tablets', ['winback-1']],
    ['mend', ['winback-1']],
    ['outlook?', ['winback-2']],
    ['"coupon field"', ['winback-1']],
    ['"field coupon"', []],
    ['100%', ['winback-3']],
    ['%', ['winback-2', 'winback-3']],
    ['user_id', ['winback-3']],
    ['userXid', []],
    ['"guest"', ['winback-3']],
    ['cafe ☕', ['winback-3']],
    ['שלום', ['winback-4']],
    ['👩‍👩‍👧', ['winback-4']],
    ['checklist', ['onboarding']],
    ['winback', ['winback-4', 'winback-3', 'winback-2', 'winback-1']],
    ["'; drop", []],
  ])('about %s', async (query, names) => {
    expect(await search(query)).toEqual({ names, total: names.length })
  })

  test('are the newest without words, open ones are none, and each workspace has its own', async () => {
    const all = ['onboarding', 'winback-4', 'winback-3', 'winback-2', 'winback-1']
    expect(await search('')).toEqual({ names: all, total: 5 })
    expect(await search(' ', { offset: 2, limit: 2 })).toEqual({ names: all.slice(2, 4), total: 5 })
    expect(await search('', { teamId: 'T2' })).toEqual({ names: [], total: 0 })
  })

  test('are found by each of their words, whatever was typed', async () => {
    const { campaign } = await ready(stand, { name: 'Any' })
    const ref = { id: campaign.id }
    let n = 0
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const unquoted = text.replace(/["“”„‟«»]/g, '')
        fc.pre(!isBlank(unquoted)) // which is no answer
        n += 1
        await ask(stand.deps, ANA, ref, {
          question: 'Q',
          step: 'analyze',
          assignee: null,
          dueAt: null,
          digestId: null,
        })
        await answer(stand.deps, RAJ, ref, n, { finding: unquoted })
        for (const word of searchWords(unquoted).slice(0, 3)) {
          const { names } = await search(`"${word}"`, { limit: 1_000 })
          expect(names).toContain(`any-${n}`)
        }
      }),
      { numRuns: 12 },
    )
  })
})
