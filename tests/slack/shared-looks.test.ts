import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lookFor } from '../../src/slack/replies/look-for.ts'
import { loadCampaign } from '../../src/store/campaigns.ts'
import { dialect } from '../support/database.ts'
import { ready, type Stand, standUp } from '../support/stand.ts'

describe(`looks that are drawn at a time (${dialect})`, () => {
  let stand: Stand
  beforeEach(async () => {
    stand = await standUp()
  })
  afterEach(() => stand.close())

  it('ask once for all who have arrived: who stands in, and what leads to their campaigns', async () => {
    const made = await Promise.all(['One', 'Two', 'Three'].map((name) => ready(stand, { name })))
    const states = await Promise.all(made.map(({ campaign: { id } }) => loadCampaign(stand.db, { id })))
    const asked: string[] = []
    stand.db.on('query', ({ sql }: { sql: string }) => asked.push(sql))
    const people = {
      members: async () => new Map(),
      names: async () => () => null,
      belonging: async () => ({ guest: false }),
    }
    const looks = await Promise.all(
      states.map((state) => lookFor({ ...stand.deps, people } as never, null, state)),
    )
    expect(looks).toHaveLength(3)
    expect(asked.filter((sql) => sql.includes('delegations'))).toHaveLength(1)
    expect(asked.filter((sql) => sql.includes('permalink'))).toHaveLength(1)
  })
})
