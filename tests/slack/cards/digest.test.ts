import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import { type Readout, storedReadout } from '../../../src/domain/readout/readout.ts'
import { digestCard } from '../../../src/slack/cards/digest.ts'
import { heightOnPhone } from '../../../src/slack/kit/phone.ts'
import { aStep } from '../../domain/build.ts'
import { failed, PURCHASE, look as readoutOf, twoArmed, unsubscribe } from '../../domain/readout/fixtures.ts'
import * as facts from './facts.ts'
import { buttonsOf, shown } from './facts.ts'

const LOOK = facts.lookAt(facts.later(6 * facts.DAY))
const LIVE = facts.state(...facts.LIVE)
const LATER = { day: 10, plannedUnits: 64_000, minimumEffect: 0.08 }
const TWO = twoArmed(PURCHASE)
const SILENT = readoutOf({ ...TWO, newestData: null })
const BROKEN = readoutOf({ ...TWO, metrics: [...(TWO.metrics ?? []), failed(unsubscribe(1, 2, 3))] })

const card = (readout: Readout | null, changes: object = {}, state = LIVE) =>
  digestCard(facts.digestOf(readout, changes), null, state, LOOK)

/** Narrow spaces and true minuses as on a keyboard, so that figures can be read in a test. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ').replaceAll('\u2212', '-')

const lastOne = (readout: Readout) =>
  facts.digestOf(readout, { id: 4, madeAt: facts.later(5 * facts.DAY), suggestions: [] })

describe('a digest', () => {
  it('opens with its verdict, also where only its text is shown', () => {
    const { text } = card(readoutOf(), { askedBy: 'UANA' })
    expect(plain(text)).toMatch(
      /^\*Keep running\.\* Too early: nothing is decided before day 7, unless it does harm\.\nPurchase \+119 % \(\+51 … \+218 %\) in Mens E-Mail, unclear, \+54 % \(\+4 … \+130 %\) in Womens E-Mail, unclear\n\*Spring win-back\*, day 6 of 14 · 64 000 people, split as planned/,
    )
    expect(text).not.toContain('rule')
  })

  it('says the lift that decides where it says ship, its guardrails, its people and what is new', () => {
    const two = twoArmed(PURCHASE)
    const guard = twoArmed(unsubscribe(30, 30, 30)).metrics ?? []
    const readout = readoutOf({ ...two, metrics: [...(two.metrics ?? []), ...guard], ...LATER })
    const previous = lastOne(readoutOf({ ...twoArmed(PURCHASE), users: [21_000, 21_000] }))
    const { text, blocks } = digestCard(facts.digestOf(readout), previous, LIVE, LOOK)
    expect(plain(text)).toMatch(
      /^\*Ship Mens E-Mail\.\* Purchase \+119 % \(\+\d+ … \+\d+ %\), nothing is worse\./,
    )
    expect(plain(text)).toMatch(
      /\*Spring win-back\*, day \d+ of 14 · unsubscribe within \+0\.\d+ points · 42 613 people, split as planned · since \w+ \+613/,
    )
    expect(heightOnPhone(blocks)).toBeLessThan(250)
  })

  it('is two lines where it says what the last one said', () => {
    const same = digestCard(
      facts.digestOf(readoutOf(), { suggestions: [] }),
      lastOne(readoutOf()),
      LIVE,
      LOOK,
    )
    expect(same.blocks.map(({ type }) => type)).toEqual(['section', 'context', 'actions'])
    expect(buttonsOf(same.blocks)).toEqual(['All figures'])
    expect(shown(same.blocks)).toContain('people · since')
    expect(shown(same.blocks)).not.toContain('split')
  })

  it('is two lines before anything is decided, from the first one on', () => {
    const early = card(readoutOf(), { suggestions: [] })
    expect(buttonsOf(early.blocks)).toEqual(['All figures'])
    const asked = facts.state(...facts.LIVE, facts.asked(1, 'Why?'))
    expect(buttonsOf(card(readoutOf(), { suggestions: [] }, asked).blocks)).toEqual(['Ask…', 'All figures'])
  })

  it('has a picture of its lifts only where its verdict is new', () => {
    const readout = readoutOf({ ...twoArmed(PURCHASE), ...LATER })
    const pictures = [{ name: 'lifts', state: 'ready', fileId: 'F1', alt: '1 better.' }] as const
    const digest = facts.digestOf(readout, { pictures, askedBy: 'UANA' })
    const types = (previous: ReturnType<typeof lastOne> | null) =>
      digestCard(digest, previous, LIVE, LOOK).blocks.map(({ type }) => type)
    expect(types(null)).toContain('image')
    expect(types(lastOne(readoutOf(twoArmed(PURCHASE))))).toContain('image')
    expect(types(lastOne(readout))).not.toContain('image')
    for (const state of ['begun', 'uploaded', 'failed'])
      expect(shown(card(readout, { pictures: [{ ...pictures[0], state }] }).blocks)).not.toContain(
        'slack_file',
      )
  })

  it('says a fault once with whose task it is, and neither a value nor a lift', () => {
    const faults = [{ problem: 'split', taskN: 2, foundAt: facts.START }] as const
    const { text, blocks } = card(
      readoutOf({ users: [21_306, 19_000, 21_387], metrics: [PURCHASE, unsubscribe(50, 400, 60)] }),
      {},
      { ...LIVE, tasks: facts.TASKS, campaign: { ...LIVE.campaign, faults } },
    )
    expect(plain(text)).toMatch(
      /^\*Fix the data first\.\* The split is off \(p = 1\.6e-39\)\. Unsubscribe is /,
    )
    expect(plain(shown(blocks))).not.toMatch(/1\.253|119 %|within/)
    expect(shown(blocks).match(/split is off/g)).toHaveLength(1)
    expect(shown(blocks)).toContain('Task 2 for Raj, ')
    expect(shown(blocks)).toContain('*Worth asking*  in the thread')
    expect(buttonsOf(blocks)).toEqual(['Ask…', 'All figures'])
  })

  it('says the lifts of several arms once', () => {
    const text = plain(card(readoutOf(LATER)).text)
    for (const lift of ['+119 % (+72 … +179 %)', '+54 % (+19 … +100 %)'])
      expect(text.split(lift)).toHaveLength(2)
  })

  it('says the headline alone of a snapshot from before verdicts', () => {
    const { verdicts: _, crossings: __, fractions: ___, ...old } = readoutOf()
    const stored = storedReadout(old as Readout)
    expect(card(stored, { headline: 'Purchase is up.' }).text).toMatch(/^\*Purchase is up\.\*\n/)
  })

  it('says what failed, and shows no number, where nothing could be read', () => {
    const { blocks, text } = card(null)
    expect(text).toMatch(
      /^\*Nothing can be read out: the query took longer than 60 s\*\n\*Spring win-back\* {2}`winback`, digest of/,
    )
    expect(blocks.map(({ type }) => type)).toEqual(['section', 'actions'])
    expect(buttonsOf(blocks)).toEqual(['Ask…'])
  })

  it('names who is silent and what was answered in a line each', () => {
    const state = facts.state(
      ...facts.LIVE,
      facts.asked(1, 'Why does Web buy less than {@UMEI}?'),
      facts.asked(3, 'Old news?'),
      { event: { kind: 'follow_up_answered', n: 3, finding: 'Yes: <!here>' }, by: 'URAJ' },
    )
    const { text } = card(readoutOf(), { suggestions: [], askedBy: 'UANA' }, state)
    expect(text).toContain('*Answered*  #3 Old news?  Raj: Yes: &lt;!here&gt;')
    expect(text).toContain('*Asked*  #1 Why does Web buy less than Mei?  no answer from Raj, 3 days late')
  })

  it('offers one thing worth asking in a line, and says what became of it', () => {
    const { blocks } = card(SILENT)
    expect(buttonsOf(blocks)).toEqual(['Ask Raj', 'Not needed', 'All figures'])
    expect(shown(blocks)).toContain('*Worth asking*  Are exposures logged and loaded at all?')
    const [open] = facts.digestOf(SILENT).suggestions
    const decided = (state: string) =>
      card(SILENT, { suggestions: [{ ...open, state, followUpN: 4 }] }).blocks
    expect(shown(decided('asked'))).toContain('Asked as `winback-4`.')
    expect(shown(decided('dismissed'))).toContain('Not needed.')
    expect(buttonsOf(decided('asked'))).toEqual(['Ask…', 'All figures'])
  })

  it('says that it stands in the thread where there is no room for it', () => {
    const { blocks, text } = card(BROKEN)
    expect(shown(blocks)).toContain('\n*Worth asking*  in the thread\n')
    expect(buttonsOf(blocks)).toEqual(['Ask…', 'All figures'])
    expect(text).toContain('*Worth asking*  What has to be mended so that Unsubscribe is measured again?')
    expect(heightOnPhone(blocks)).toBeLessThan(235)
  })

  it('names a drop of people who were reached where nothing else asks about it, and still has room', () => {
    const reached = { count: 90_000, of: 'rows', at: facts.later(0) } as const
    const step = aStep({ state: 'done', reached })
    const dropped = {
      ...LIVE,
      steps: [step],
      campaign: { ...LIVE.campaign, liveAt: facts.later(0) },
    }
    const { blocks } = digestCard(facts.digestOf(BROKEN), null, dropped, LOOK)
    expect(shown(blocks)).toMatch(/■ [\d\u202f]+ of 90\u202f000 synced are exposed/)
    expect(heightOnPhone(blocks)).toBeLessThan(235)
    expect(shown(digestCard(facts.digestOf(BROKEN), null, LIVE, LOOK).blocks)).not.toContain('synced are')
  })

  it('has room on a phone, however much is asked and however long the names are', () => {
    const names = 'A name that is quite long, as names of campaigns and arms are '
    const arms = [names, `${names}2`, `${names}3`].map((name) => ({ name, weight: 1 }))
    const state = facts.state(...facts.LIVE, ...[1, 2, 3].map((n) => facts.asked(n, `${names.repeat(3)}?`)))
    const sent = card(readoutOf({ arms, metrics: [PURCHASE, failed(unsubscribe(1, 2, 3))] }), {}, state)
    expect(shown(sent.blocks)).toContain('3 questions')
    expect(checkMessage(sent)).toEqual([])
  })
})
