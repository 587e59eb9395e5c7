import knex from 'knex'
import { expect, test } from 'vitest'
import { lookFor } from '../../../src/slack/replies/look-for.ts'
import { CATALOG } from '../../support/stand.ts'

const people = (guest: boolean, team: readonly string[] = []) => ({
  belonging: async () => ({ teams: ['T1'], enterprise: null, guest, bot: false }),
  names: async () => (id: string) => id,
  deactivated: async () => [],
  outsiders: async () => [],
  zone: async () => 'UTC',
  members: async () => new Map([['growth', new Set(team)]]),
})
const deps = (...asked: Parameters<typeof people>) => ({
  db: knex({ client: 'sqlite3', useNullAsDefault: true }), // not asked where no campaign is spoken of
  people: people(...asked),
  now: () => new Date(0),
  catalog: CATALOG,
})

test.each([
  ['a guest', deps(true), 'U1', true],
  ['a guest of a declared team', deps(true, ['U1']), 'U1', undefined],
  ['a colleague', deps(false), 'U1', undefined],
  [
    'who acts from outside, whatever their account says',
    deps(false),
    { userId: 'U1', outside: true as const },
    true,
  ],
  ['who acts from inside', deps(true), { userId: 'U1' }, undefined],
])('%s is looked at as such', async (_case, its, reader, outside) => {
  const look = await lookFor(its, reader)
  expect([look.reader, look.outside]).toEqual(['U1', outside])
})

test('a channel is nobody', async () => {
  expect(await lookFor(deps(true), null)).not.toHaveProperty('outside')
})
