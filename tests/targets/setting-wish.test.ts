import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOf, goalWords, readWish, type Speech } from '../../src/targets/setting/wish.ts'

const BOTH: Speech = { experiments: true, decimals: 2 }
const FLAGS: Speech = { experiments: false, decimals: 0 }

test.each([
  ['checkout on', { thing: 'checkout', to: 'on', from: null }, 'off'],
  ['checkout OFF', { thing: 'checkout', to: 'off', from: null }, null],
  ['checkout off from on', { thing: 'checkout', to: 'off', from: 'on' }, 'on'],
  ['checkout off from 5%', { thing: 'checkout', to: 'off', from: 5 }, 5],
  ['a/b:c 10%', { thing: 'a/b:c', to: 10, from: null }, 'off'],
  ['checkout 10 % from 1.25 %', { thing: 'checkout', to: 10, from: 1.25 }, 1.25],
  ['checkout 100% from off', { thing: 'checkout', to: 100, from: 'off' }, 'off'],
  ['pricing start', { thing: 'pricing', to: 'running', from: null }, 'stopped'],
])('%j is read, and goes back to %j', (words, wish, back) => {
  expect(readWish(words, BOTH)).toEqual(wish)
  expect(backOf(wish as Exclude<ReturnType<typeof readWish>, string>)).toBe(back)
})

test.each([
  ['checkout 0%', BOTH, '0% is off: write off'],
  ['checkout 10% from 0%', BOTH, '0% is off: write off'],
  ['checkout 100.01%', BOTH, 'a share is 100% at most'],
  ['checkout 2.5%', FLAGS, 'it takes whole percents'],
  ['checkout 10% from 10%', BOTH, 'it would be 10% before and after'],
  ['checkout 10% from on', BOTH, 'on says nothing of a share: write how many percent it is before and after'],
  ['checkout on from 10%', BOTH, 'on says nothing of a share: write how many percent it is before and after'],
  ['pricing start', FLAGS, 'expected <flag> on, off or 10% [from 1%]'],
  ['checkout 10', BOTH, 'expected <flag> on, off or 10% [from 1%], or <experiment> start'],
  ['../../users on', FLAGS, null],
  ['.. on', FLAGS, 'expected <flag> on, off or 10% [from 1%]'],
  ['. start', BOTH, 'expected <flag> on, off or 10% [from 1%], or <experiment> start'],
])('%j by %j: %s', (words, speech, clause) => {
  const read = readWish(words, speech)
  if (clause === null) expect(read).toMatchObject({ thing: '../../users' })
  else expect(read).toBe(clause)
})

const goal = fc.oneof(
  fc.constantFrom('on' as const, 'off' as const),
  fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100),
)

test('whatever can be said is read as it was said', () => {
  const thing = fc.stringMatching(/^[\w:/-][\w.:/-]{0,40}$/)
  fc.assert(
    fc.property(thing, goal, fc.option(goal), (name, to, from) => {
      fc.pre(to !== from && !([to, from].includes('on') && typeof to !== typeof (from ?? to)))
      const words = `${name} ${goalWords(to)}${from === null ? '' : ` from ${goalWords(from)}`}`
      expect(readWish(words, BOTH)).toEqual({ thing: name, to, from })
    }),
  )
})

test('nothing is turned on again that no words say was on', () => {
  fc.assert(
    fc.property(goal, (to) => {
      const back = backOf({ thing: 'checkout', to, from: null })
      expect([null, 'off']).toContain(back)
    }),
  )
})
