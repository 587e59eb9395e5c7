import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

/** A process of its own that hears what nobody caught, and does `what`. */
async function run(what: string, listener = 'undefined') {
  const at = (path: string) => import.meta.resolve(`../../src/${path}`)
  const code = `
    import { createLogger } from '${at('log.ts')}'
    import { terminal } from '${at('local.ts')}'
    import { createOver, hearUncaught } from '${at('over.ts')}'
    const over = createOver()
    hearUncaught(createLogger('info'), over, ${listener})
    over.promise.then((code) => { console.log('closes'); setTimeout(() => process.exit(code), 50) })
    ${what}
    setTimeout(() => console.log('goes on'), 20)`
  const args = ['--import', 'tsx', '--input-type=module', '-e', code]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { said: await text(child.stdout), code: await exited }
}

test('a promise that nobody waited for is said, and all else goes on', async () => {
  const { said, code } = await run(`Promise.reject(new Error('of a stray promise')); Promise.reject(null)`)
  expect(code).toBe(0)
  expect(said).toMatch(/of a stray promise[\s\S]*goes on/)
  expect(said).not.toContain('closes')
})

test('an exception of a callback is said, and the process closes for a supervisor to start it anew', async () => {
  const { said, code } = await run(`setTimeout(() => { throw new Error('of a stray callback') })`)
  expect(code).toBe(1)
  expect(said).toMatch(/of a stray callback[\s\S]*closes/)
  expect(said).toContain('"level":60')
})

test('the local workspace goes on after a cut connection, and says in words what else ends it and how to go on', async () => {
  const thrown = (code: string) =>
    `setTimeout(() => { throw Object.assign(new Error('read ${code}'), { code: '${code}' }) })`
  const here = `terminal({ logFile: 'a.log' }, console.log)`
  const cut = await run(thrown('ECONNRESET'), here)
  expect(cut).toEqual({ code: 0, said: expect.stringMatching(/ECONNRESET[\s\S]*goes on/) })
  const other = await run(thrown('EOTHER'), here)
  expect(other.code).toBe(1)
  expect(other.said).toContain(
    'has to end, by a mistake of ours: read EOTHER. What was done is kept: npm start goes on there. a.log has the rest.',
  )
})
