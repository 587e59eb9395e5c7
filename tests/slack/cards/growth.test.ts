import { expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import { ledgerOf } from '../../../src/domain/growth/ledger.ts'
import { boundsOf } from '../../../src/domain/growth/quarter.ts'
import type { Campaign } from '../../../src/domain/state/campaign.ts'
import { growthMessage } from '../../../src/slack/cards/growth.ts'
import * as facts from './facts.ts'
import { lookAt } from './look.ts'

const QUARTER = { year: 2026, n: 1 }

/** So many campaigns that were concluded in the quarter, each of a metric of its own. */
function ledger(count: number, name: string) {
  const { campaign } = facts.state(...facts.LIVE)
  const campaigns = Array.from({ length: count }, (_, i): Campaign => {
    const measured = facts.measured(`${name} ${i % 20}`)
    const conclusion = { reached: 'yes', growth: 'good', learned: 'x', measured } as const
    return {
      ...campaign,
      id: i + 1,
      stage: 'concluded',
      endedAt: facts.later(i),
      brief: { ...facts.BRIEF, name },
      conclusion,
    }
  })
  const now = facts.later(facts.DAY)
  return ledgerOf({
    quarter: QUARTER,
    zone: 'UTC',
    ...boundsOf(QUARTER, 'UTC'),
    now,
    campaigns,
    known: campaigns,
    histories: new Map(),
  })
}

it('keeps its button and its ground however many campaigns there are, and counts what did not fit', () => {
  const sent = growthMessage(ledger(200, 'A long name of a campaign '.repeat(6)), lookAt(facts.START))
  expect(checkMessage(sent)).toEqual([])
  expect(facts.buttonsOf(sent.blocks)).toHaveLength(1)
  const words = JSON.stringify(sent.blocks)
  expect(words).toMatch(/and \d+ more/)
  expect(words).toContain('The one before: `/campaign growth 2025Q4`')
  expect(words).toContain('the file has everything')
})

it('says instead of its button that the files are coming', () => {
  const sent = growthMessage(ledger(1, 'Winback'), lookAt(facts.START), 'They come.')
  expect(facts.buttonsOf(sent.blocks)).toEqual([])
  expect(sent.text.split('\n')[0]).toBe('They come.')
})
