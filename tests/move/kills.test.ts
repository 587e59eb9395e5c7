import { spawnSync } from 'node:child_process'
import { copyFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'
import { migrate } from '../../src/store/kit/database.ts'
import { moveOf } from '../../src/store/moves.ts'
import { createDatabase } from '../support/postgres.ts'
import { fileToMove, fill, fromTo, runIt, using } from './sides.ts'

vi.setConfig({ testTimeout: 600_000 })

const MOVER = new URL('mover.ts', import.meta.url).pathname

function mover(from: string, to: string, killedBefore: number) {
  return spawnSync(process.execPath, ['--import', 'tsx', MOVER, from, to, String(killedBefore)], {
    encoding: 'utf8',
  })
}

/** A file with some thousand rows, and empty databases with our schema to move it to. */
async function office() {
  const template = await createDatabase()
  onTestFinished(template.drop)
  await using(template.url, migrate)
  const full = await fileToMove()
  await fill(full.url, 2_600)
  return async () => {
    const [file, database] = [
      await fileToMove(),
      await createDatabase(new URL(template.url).pathname.slice(1)),
    ]
    onTestFinished(database.drop)
    await copyFile(full.file, file.file)
    return { from: file.url, to: database.url }
  }
}

test('a move that is killed at any statement goes on with the next call, and is whole then', async () => {
  const sides = await office()
  const whole = await sides()
  const { stdout, stderr } = mover(whole.from, whole.to, 0)
  const statements = Number(stdout)
  expect(statements, stderr).toBeGreaterThan(100)
  const anywhere = fc.sample(fc.integer({ min: 2, max: statements - 3 }), 4)
  for (const nth of [...anywhere, statements - 1, statements]) {
    const { from, to } = await sides()
    expect(mover(from, to, nth).signal, `before statement ${nth}`).toBe('SIGKILL')
    const { code, out, err } = await runIt(fromTo(from, to))
    expect(code, `killed before statement ${nth}: ${err.at(-1)}`).toBe(0)
    expect(out).toMatch(/^events +2600 {2}same$/m)
    const [away, there] = await Promise.all([
      using(from, (db) => moveOf(db, 'out')),
      using(to, (db) => moveOf(db, 'in')),
    ])
    expect(away?.endedAt && there?.endedAt && away.id === there.id).toBe(true)
  }
})
