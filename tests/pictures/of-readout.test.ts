import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measuredOf } from '../../src/pictures/of-readout.ts'
import { look, unsubscribe } from '../domain/readout/fixtures.ts'

test('the bar of a guardrail and its dashes say what its word says', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.record({ control: fc.integer({ min: 40, max: 300 }), more: fc.integer({ min: -40, max: 120 }) }),
      fc.integer({ min: 7, max: 14 }),
      ({ control, more }, day) => {
        const shown = look({ metrics: [unsubscribe(control, control + more, control)], day })
        const [guard] = measuredOf(shown)
        const [estimate] = guard?.estimates ?? []
        if (!guard || guard.mark === null || !estimate?.spread) throw new Error('Nothing is drawn')
        seen.add(estimate.words)
        expect(estimate.said).toMatch(/ pts$/)
        if (estimate.words === 'within margin') expect(estimate.spread.high).toBeLessThanOrEqual(guard.mark)
        if (estimate.words === 'beyond margin') expect(estimate.spread.low).toBeGreaterThan(guard.mark)
        // Harm is held to a family of tests, so a bar may lie beyond where that is not found yet.
        if (estimate.words === 'not proven') expect(estimate.spread.high).toBeGreaterThan(guard.mark)
      },
    ),
  )
  expect([...seen].sort()).toEqual(['beyond margin', 'not proven', 'within margin'])
})
