import { afterEach, beforeEach, expect, test } from 'vitest'
import { submit } from '../../src/usecases/approvals.ts'
import { ANA, ready, type Stand, standUp } from '../support/stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await standUp()
})
afterEach(() => stand.close())

test('two campaigns of one channel each have their own messages', async () => {
  const first = await ready(stand, { name: 'Winback' })
  const second = await ready(stand, { name: 'Loyalty' })
  for (const { campaign } of [first, second]) await submit(stand.deps, ANA, { id: campaign.id })
  const rows = await stand.db('messages').where({ kind: 'approval', target: 'URAJ' })
  expect(rows.map((row) => row.campaign_id).sort()).toEqual([first.campaign.id, second.campaign.id])
})
