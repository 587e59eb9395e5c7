import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { botToken } from '../../sandbox/workspace/workspace.ts'
import { envOf, installed, SIGNING_SECRET, silence } from './visit.ts'

const run = promisify(execFile)

test('the program says its screen and ends, though Slack and the database never answer', async () => {
  const { slack } = await installed()
  slack.holdNext('auth.test')
  const databaseUrl = `postgres://bot:hunter2@127.0.0.1:${await silence()}/stairway`
  const { PATH = '' } = process.env
  const env = { PATH, ...(await envOf({ slack, databaseUrl })) }
  const ended = await run(process.execPath, [resolve('bin/stairway.js'), 'doctor'], { env }).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
  expect(ended).toMatchObject({ code: 1, stderr: '' })
  expect(ended.stdout).toMatch(/^Stairway doctor: \d+ wrong, /)
  expect(ended.stdout).toContain('WRONG  bot token: Slack does not answer (no answer)')
  expect(ended.stdout).toMatch(/^WRONG {2}database: /m)
  for (const secret of ['hunter2', botToken, SIGNING_SECRET]) expect(ended.stdout).not.toContain(secret)
})
