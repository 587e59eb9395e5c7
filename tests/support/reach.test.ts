import { expect, it } from 'vitest'
import { askNoDatabase } from './reach.ts'

it('tells tests that are the same on each database from those that ask which one it is', () => {
  const same = askNoDatabase(new URL('../..', import.meta.url).pathname)
  expect(same).toContain('tests/domain/text/csv.test.ts')
  for (const file of ['conversations/life', 'store/remembered', 'usecases/outbox', 'process/several'])
    expect(same).not.toContain(`tests/${file}.test.ts`)
})
