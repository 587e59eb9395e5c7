import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 300_000 }) // each starts a few processes, which a busy machine keeps waiting

const NOBODY = 65_534

/** A Stairway of one line, below the bin/ of ours. */
async function small(says = `console.log('here')`): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'stairway-small-')))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  for (const folder of ['src/terminal', 'commands', 'sandbox'])
    await mkdir(join(root, folder), { recursive: true })
  await cp(resolve('bin'), join(root, 'bin'), { recursive: true })
  await cp(resolve('package.json'), join(root, 'package.json'))
  await symlink(resolve('node_modules'), join(root, 'node_modules'))
  await writeFile(join(root, 'src/main.ts'), says)
  await writeFile(join(root, 'src/terminal/main.ts'), `console.log('at the terminal')`)
  return root
}

async function run(
  root: string,
  file = 'bin/start.js',
  { uid = process.getuid?.(), ...temporary } = {} as As,
) {
  const { PATH = '' } = process.env
  const options = { cwd: root, env: { PATH, ...temporary }, ...(uid === undefined ? {} : { uid }) }
  const child = spawn(process.execPath, [join(root, file)], options)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { out, err, code }
}

interface As {
  readonly uid?: number
  readonly TMPDIR?: string
}

const bundles = (root: string) => readdir(join(root, '.bundle'))

test('starts beside each other make one bundle, whole; the next ones make none', async () => {
  const root = await small()
  const first = await Promise.all([run(root), run(root), run(root, 'bin/stairway.js')])
  expect(first).toEqual([
    { out: 'here\n', err: 'Stairway is starting…\n', code: 0 },
    { out: 'here\n', err: 'Stairway is starting…\n', code: 0 },
    { out: 'at the terminal\n', err: '', code: 0 },
  ])
  const made = await bundles(root)
  expect(made).toHaveLength(1)
  await run(root)
  expect(await bundles(root)).toEqual(made)
})

test('it is said that it starts before the bundle is made', async () => {
  const { err, code } = await run(await small('const = 1'))
  expect(err).toMatch(/^Stairway is starting…\n[\s\S]*src\/main\.ts/)
  expect(code).toBe(1)
})

test('a changed source is what runs next, and an error names the line that it stands in', async () => {
  const root = await small()
  await run(root)
  await writeFile(
    join(root, 'src/main.ts'),
    `interface Wide {}\n\nexport const wide: Wide = {}\nthrow new Error('no')`,
  )
  const { err, code } = await run(root)
  expect(code).toBe(1)
  expect(err).toContain(`${join(root, 'src/main.ts')}:4:7`)
})

test('a source goes on finding its files from where it lies', async () => {
  const root = await small(`console.log(new URL('../migrations', import.meta.url).pathname)`)
  expect((await run(root)).out).toBe(`${join(root, 'migrations')}\n`)
})

test('a source that is none is said with its line, and leaves nothing behind', async () => {
  const root = await small(`const = 1`)
  const { err, code } = await run(root)
  expect(code).toBe(1)
  expect(err).toContain('src/main.ts:1:6')
  expect(await bundles(root)).toEqual([])
})

test('where nothing can be written, it runs from a folder that goes with it', async () => {
  const root = await small()
  const temporary = await mkdtemp(join(tmpdir(), 'stairway-temporary-'))
  onTestFinished(() => rm(temporary, { recursive: true, force: true }))
  await chmod(temporary, 0o777)
  await chmod(root, 0o555)
  onTestFinished(() => chmod(root, 0o755))
  const isRoot = process.getuid?.() === 0 // who may write anywhere
  const { out, code } = await run(root, 'bin/start.js', {
    TMPDIR: temporary,
    ...(isRoot ? { uid: NOBODY } : {}),
  })
  expect({ out, code }).toEqual({ out: 'here\n', code: 0 })
  expect(await readdir(root)).not.toContain('.bundle')
  expect(await readdir(temporary)).toEqual([])
})
