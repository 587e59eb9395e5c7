import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { emptyPostgres, fileToMove, fill, fromTo, runIt } from '../move/sides.ts'
import { ground } from './ground.ts'
import { failMain, type Running } from './run-main.ts'

vi.setConfig({ testTimeout: 300_000 })

const run = promisify(execFile)

/** `stairway move` as people run it. */
async function moveIt(args: readonly string[]): Promise<string> {
  const { PATH = '' } = process.env
  const { stdout } = await run(process.execPath, [resolve('bin/stairway.js'), 'move', ...args], {
    env: { PATH },
  })
  return stdout
}

test('a moved file starts no more, the new database does; told to stay, the file starts again', async () => {
  const [file, to] = [await fileToMove(), await emptyPostgres()]
  const { env, slack, clientOf, start } = await ground({ makeDatabase: async () => file })
  const list = async (running: Running) =>
    (await (await clientOf(running).command('U0ANA', '/campaign', 'list')).answer()).text
  const end = async (running: Running) => {
    running.signal('SIGTERM')
    expect(await running.ended()).toBe(0)
  }
  const first = await start()
  await (await clientOf(first).command('U0ANA', '/campaign', 'new Spring win-back key:winback')).answer()
  await slack.until('chat.postMessage', ({ args }) => JSON.stringify(args).includes('winback'))
  await expect(moveIt(fromTo(file.url, to))).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`Stairway runs on this database already: process ${first.process.pid}`),
  })
  await end(first)
  expect(await moveIt(fromTo(file.url, to))).toContain('Both hold the same.')

  const refused = await failMain(env)
  expect(refused.code).toBe(1)
  expect(refused.said).toContain(`Stairway can't start: ${file.url} was moved to postgres://localhost/`)
  expect(refused.said).toContain(`stairway move --stay --from ${file.url}`)
  expect(refused.said).not.toMatch(/"level"|at .*\.ts/)

  const onServer = await ground({ makeDatabase: async () => ({ url: to, drop: async () => undefined }) })
  const second = await onServer.start()
  const { text } = await (await onServer.clientOf(second).command('U0ANA', '/campaign', 'list')).answer()
  expect(text).toContain('winback')
  await end(second)
  expect(await moveIt(fromTo(file.url, to))).toMatch(
    /^All is there already, and Stairway has run on .*: nothing was done\.$/m,
  )

  expect(await moveIt(['--stay', '--from', file.url])).toContain('Stairway starts on')
  expect(await list(await start())).toContain('winback')
})

test('a copy that is not whole is not started on', async () => {
  const [file, to] = [await fileToMove(), await emptyPostgres()]
  await fill(file.url, 10)
  await runIt(fromTo(file.url, to), (line, stop) => line.startsWith('campaigns:') && stop())
  for (const [databaseUrl, words] of [
    [to, `a copy of ${file.url} was begun here on 2026-03-02 08:00 UTC and is not whole.`],
    [file.url, `${file.url} is being moved to postgres://localhost/`],
  ] as const) {
    const { env } = await ground({
      makeDatabase: async () => ({ url: databaseUrl, drop: async () => undefined }),
    })
    const { said, code } = await failMain(env)
    expect([code, said]).toEqual([1, expect.stringContaining(words)])
  }
})
