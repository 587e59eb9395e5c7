import type { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { lookUpGroup, lookUpPerson } from '../../../src/slack/people/look-ups.ts'

const answering = (answer: unknown) =>
  ({
    users: { info: async () => answer },
    usergroups: { users: { list: async () => answer } },
  }) as unknown as WebClient

const nameOf = async (user: object) => (await lookUpPerson(answering({ ok: true, user }), 'U0ANA')).name

test.each<[string, object, string]>([
  ['their display name', { name: 'ana', real_name: 'Ana Abel', profile: { display_name: 'Ana' } }, 'Ana'],
  [
    'their real one where that is nothing',
    { real_name: 'Ana Abel', profile: { display_name: ' ' } },
    'Ana Abel',
  ],
  [
    'their real one where that can’t be seen',
    { real_name: 'Ana Abel', profile: { display_name: '\u200b\u2060' } },
    'Ana Abel',
  ],
  ['on one line', { profile: { display_name: 'Ana\n<!channel>' } }, 'Ana <!channel>'],
  ['without turning what follows', { profile: { display_name: '\u202eAna' } }, 'Ana'],
  ['their id where nothing is a name', { name: 7, real_name: '\u3164', profile: null }, 'U0ANA'],
])('a person is called by %s', async (_case, user, name) => {
  expect(await nameOf(user)).toBe(name)
})

test.each([{ ok: true }, { ok: true, user: null }, { ok: true, user: 'U0ANA' }])(
  'an answer without an account is none: %j',
  async (answer) => {
    await expect(lookUpPerson(answering(answer), 'U0ANA')).rejects.toThrow()
  },
)

test('a group has the people that it names, once, and an answer without any list is none', async () => {
  const users = ['U0ANA', 7, null, '', 'W0MEI', 'u0tom']
  expect(await lookUpGroup(answering({ ok: true, users }), 'S1')).toEqual(['U0ANA', 'W0MEI'])
  for (const odd of [{}, { users: null }, { users: 'U0ANA' }, { users: { 0: 'U0ANA' } }])
    await expect(lookUpGroup(answering({ ok: true, ...odd }), 'S1')).rejects.toThrow()
})
