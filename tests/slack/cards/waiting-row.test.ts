import { expect, test } from 'vitest'
import { heldOnce } from '../../../src/slack/cards/waiting-row.ts'
import type { Waiting } from '../../../src/usecases/reads/waiting.ts'

type Row = { readonly campaign: { readonly id: number }; readonly bottleneck?: object }

/** The n-th task of a campaign whose launch the third one holds. */
const row = (id: number, n: number) =>
  ({ kind: 'task', campaign: { id }, item: { n }, bottleneck: { task: { n: 3 } } }) as unknown as Waiting

test('what holds a launch is said at the first of its late tasks, and at the task that does', () => {
  const list = heldOnce([row(1, 1), row(1, 2), row(2, 1), row(1, 3), row(1, 4), row(2, 2)])
  const said = (list as unknown as Row[]).map(({ campaign, bottleneck }) => [
    campaign.id,
    bottleneck !== undefined,
  ])
  expect(said).toEqual([
    [1, true],
    [1, false],
    [2, true],
    [1, true],
    [1, false],
    [2, false],
  ])
})
