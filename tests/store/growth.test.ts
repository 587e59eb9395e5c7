import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill } from '../../bench/growth/fill.ts'
import { readout } from '../../bench/growth/place.ts'
import { NOW } from '../../bench/growth/population.ts'
import { replay } from '../../src/domain/state/events.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { historyOf } from '../support/history.ts'
import { type Stand, standUp } from '../support/stand.ts'

let stand: Stand
beforeAll(async () => {
  stand = await standUp()
  stand.clock.at = NOW.getTime()
  await fill(stand.db, { campaigns: 1_100, seed: 1, readout: await readout() })
})
afterAll(() => stand.close())

test('what is generated, and copied, is what its own events say', async () => {
  for (const id of [1, 2, 77, 300, 1_000, 1_001, 1_077, 1_999]) {
    const state = await loadCampaign(stand.db, { id })
    expect(state).toEqual(replay(await historyOf(stand.db, id), id))
  }
})
