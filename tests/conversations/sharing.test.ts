import { describe, expect, test } from 'vitest'
import type { Sender } from '../../src/targets/target.ts'
import { playedFlag } from '../targets/played.ts'
import { hours } from './measured.ts'
import {
  ANA,
  approved,
  live,
  MINUTE,
  type Planned,
  press,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
} from './story.ts'

const FLAG: Planned = { plan: 'unleash checkout on', brief: ['exposures quick'] }
const SPRING = { ...FLAG, key: 'winback' }
const AUTUMN = { ...FLAG, key: 'autumn' }

/** A flag that is as it was set last: on for whoever turned it on, off for all. */
async function flagged() {
  const flag = { on: false }
  const sender: Sender = {
    ...playedFlag(),
    send: async () => {
      flag.on = true
      return { is: 'done', outcome: 'on' }
    },
    undo: async () => {
      flag.on = false
      return { is: 'done', outcome: 'off' }
    },
    count: async () => ({
      is: 'counted',
      says: {
        state: `the flag checkout is ${flag.on ? 'on' : 'off'} in production`,
        open: flag.on,
        count: null,
      },
    }),
  }
  return { story: await tell({ played: { unleash: sender } }), flag }
}

const card = async (story: Story, key: string) => readAloud(await story.card(key))
const stopAsks = async (story: Story, key: string) =>
  JSON.stringify((await story.card(key)).blocks).match(/"title":\{[^}]*Stop [^}]*\},"text":\{[^}]*\}/)?.[0]
const told = async (story: Story, who: string, words: string) =>
  (await story.slack.dms(who)).map(readAloud).filter((text) => text.includes(words))

describe('two campaigns that share a flag', () => {
  test('are named to each other, from the first approval on, wherever it is decided', async () => {
    const { story } = await flagged()
    await ready(story, AUTUMN)
    await submitted(story, SPRING)
    expect(await card(story, 'winback')).not.toContain('shares')
    await typed(story, ANA, ['submit autumn'])
    for (const who of [TOM, RAJ]) await typed(story, who, ['approve autumn'])
    await story.settle()
    await story.pass(MINUTE)
    const shares =
      /■ shares flag checkout in Unleash with \*.*Spring win-back.*\* \(approved\): stopping one takes it back for both/
    expect(await card(story, 'winback')).toMatch(shares)
    expect(readAloud(await story.dm(TOM, 'asks you to approve *'))).toMatch(/asks you to approve/)
    expect(await told(story, RAJ, 'shares flag checkout')).toHaveLength(1)
    expect(await card(story, 'autumn')).not.toContain('shares')

    for (const who of [TOM, RAJ]) await typed(story, who, ['approve winback'])
    await story.pass(MINUTE)
    expect(await card(story, 'autumn')).toMatch(shares)
    expect((await story.say(ANA, 'rehearse winback')).text).toMatch(
      /■ It shares flag checkout in Unleash with/,
    )
    expect((await story.say(ANA, 'launch winback')).text).toMatch(/■ It shares flag checkout in Unleash with/)
    await typed(story, ANA, ['launch autumn'])
    await story.settle()
    await story.pass(MINUTE)
    expect(await card(story, 'winback')).toMatch(/shares flag checkout in Unleash with .*\(live\)/)
  })

  test('a stop asks with what it takes from the other, whose owner is told once', async () => {
    const { story, flag } = await flagged()
    await live(story, SPRING)
    expect(await stopAsks(story, 'winback')).not.toContain('takes')
    await live(story, AUTUMN)
    await story.pass(MINUTE)
    expect(await stopAsks(story, 'winback')).toContain('It takes flag checkout from Spring win-back too.')
    await press(story, TOM, await story.card('winback'), 'Stop')
    expect(flag.on).toBe(false)
    const [said, ...more] = await told(story, ANA, 'was taken back with')
    expect(said).toMatch(
      /^flag checkout in Unleash was taken back with \*.*Spring win-back.*\*, by Tom; \*.*Spring win-back.*\* has it too\.\nLook whether/,
    )
    expect(more).toEqual([])
    await story.pass(MINUTE)
    expect(await card(story, 'autumn')).not.toContain('shares')
  })

  test('one that was stopped is not accused of the flag that the other has on again', async () => {
    const { story, flag } = await flagged()
    await live(story, SPRING)
    await live(story, AUTUMN)
    await press(story, TOM, await story.card('winback'), 'Stop')
    flag.on = true
    await hours(story, 14)
    expect(await told(story, TOM, 'can still be reached')).toEqual([])
    const [ended] = await told(story, TOM, 'Nobody is reached')
    expect(ended).toMatch(/; the flag checkout is on in production, which \*.*Spring win-back.*\* has too\./)
  })

  test('but is where its own undo has not come through', async () => {
    const { story, flag } = await flagged()
    await live(story, SPRING)
    await press(story, TOM, await story.card('winback'), 'Stop')
    flag.on = true
    await approved(story, AUTUMN)
    await hours(story, 14)
    expect(await told(story, TOM, 'can still be reached')).toHaveLength(1)
  })
})

test('of two flags that are taken back the other’s owner is told of each, of two steps of one once', async () => {
  const { story } = await flagged()
  await live(story, { ...AUTUMN, plan: 'unleash checkout on; unleash banner on' })
  await live(story, { ...SPRING, plan: 'unleash checkout on; unleash banner on; unleash checkout on' })
  await press(story, TOM, await story.card('winback'), 'Stop')
  const said = await told(story, ANA, 'was taken back with')
  expect(said.map((text) => text.split(' in ')[0]).sort()).toEqual(['flag banner', 'flag checkout'])
})

test('what nobody shares is nobody’s line: another flag, a webhook of the same words', async () => {
  const { story } = await flagged()
  await live(story, { key: 'autumn', plan: 'webhook sender Start the send; unleash banner on' })
  await live(story, { key: 'winback', plan: 'webhook sender Start the send; unleash checkout on' })
  expect(await card(story, 'winback')).not.toContain('shares')
})
