import { describe, expect, test, vi } from 'vitest'
import { runSeed, type Stage } from '../../bench/chaos/run.ts'
import { migratedDatabase } from '../store/open.ts'
import { dialect } from '../support/database.ts'
import { createDatabase } from '../support/postgres.ts'

vi.setConfig({ testTimeout: 600_000 })

const SHORT = 0.05

const SQLITE: Stage = { engine: 'sqlite', processes: 1, pace: SHORT, makeDatabase: migratedDatabase }
const POSTGRES: Stage = {
  engine: 'postgres',
  processes: 3,
  pace: SHORT,
  makeDatabase: () => createDatabase(),
}

async function expectWell(seed: number, stage: Stage): Promise<number> {
  const { wrong, deaths, told } = await runSeed(seed, stage)
  expect(wrong, told.join('\n')).toEqual([])
  return deaths
}

describe('whatever goes wrong and whenever it is killed, nothing is lost and nothing happens twice', () => {
  test.runIf(dialect === 'sqlite')('on SQLite', async () => {
    expect(await expectWell(5, SQLITE)).toBeGreaterThan(0)
  })

  test('with three at once on PostgreSQL', async () => {
    expect(await expectWell(3, POSTGRES)).toBeGreaterThan(0)
  })
})
