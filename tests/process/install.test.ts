import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../../sandbox/free-port.ts'
import { startSocketMode } from '../../sandbox/workspace/socket-mode.ts'
import { startSlack } from '../../sandbox/workspace/web-api.ts'
import { appToken, botToken } from '../../sandbox/workspace/workspace.ts'
import { manifestScopes } from '../conversations/manifest-scopes.ts'
import { TEAMS } from '../conversations/stand.ts'
import { contextParts, type ImageStage, imageStages } from './dockerfile.ts'

vi.setConfig({ testTimeout: 600_000 })

const run = promisify(execFile)
const NOBODY = 65_534
/** It installs some 470 packages, so that it runs where it is asked for: .ci/run does. */
const asked = process.env.INSTALL_TEST !== undefined
const canBeNobody = process.getuid?.() === 0

/** What the build stage leaves in /app, in a folder that belongs to root. */
async function built(stage: ImageStage): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'stairway-image-'))
  onTestFinished(() => rm(app, { recursive: true, force: true }))
  await chmod(app, 0o755)
  for (const { does, words } of stage.steps) {
    if (does === 'COPY') await copied(app, words)
    if (does === 'RUN') await shell(app, words)
  }
  return app
}

/** With the times of the files, as layers of an image keep them. */
async function copied(app: string, words: string): Promise<void> {
  const named = words.split(' ').slice(0, -1)
  const parts = named[0] === '.' ? await contextParts() : named
  for (const part of parts)
    await cp(resolve(part), join(app, part), { recursive: true, preserveTimestamps: true })
}

/** From npm's memory where it has them. SQLite was compiled when the checkout was installed: its binary is taken over. */
async function shell(app: string, command: string): Promise<void> {
  const npm = { npm_config_prefer_offline: 'true', npm_config_ignore_scripts: 'true' }
  const { PATH = '', HOME = '' } = process.env
  // The registry and certificates of whoever runs this are npm's to find.
  const settings = Object.entries(process.env).filter(([name]) =>
    /^npm_config_|^NODE_EXTRA|_proxy$/i.test(name),
  )
  await run('sh', ['-c', command], { cwd: app, env: { ...Object.fromEntries(settings), ...npm, PATH, HOME } })
  const sqlite = 'node_modules/sqlite3/build/Release/node_sqlite3.node'
  await cp(resolve(sqlite), join(app, sqlite))
}

/** As it runs: nobody, in a folder of its own, with a temporary one beside it; all else is root's. */
async function place() {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-run-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  for (const name of ['data', 'tmp']) {
    await mkdir(join(folder, name))
    await chown(join(folder, name), NOBODY, NOBODY)
  }
  return { data: join(folder, 'data'), temporary: join(folder, 'tmp') }
}

type Words = readonly string[]

/** A CMD as it stands, with the folder in place of /app. */
function commandIn(stage: ImageStage, does: string, app: string): Words {
  const words = stage.steps.find((step) => step.does === does)?.words ?? ''
  const list: string[] = JSON.parse(words.slice(words.indexOf('[')))
  return list.map((word) => word.replace(/^\/app\//, `${app}/`))
}

function envIn(stage: ImageStage): Record<string, string> {
  const pairs = stage.steps.filter(({ does }) => does === 'ENV').flatMap(({ words }) => words.split(' '))
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]))
}

interface As {
  readonly cwd: string
  readonly env: Record<string, string>
}

function started([file = '', ...args]: Words, { cwd, env }: As) {
  const command = file === 'node' ? process.execPath : file
  const child = spawn(command, args, {
    cwd,
    env,
    uid: NOBODY,
    gid: NOBODY,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => said.push(line))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, said, ended }
}

test.runIf(asked && canBeNobody)(
  'the image, without Docker: built without development packages, it runs as nobody on a tree that it can not write to',
  async () => {
    const [build, image] = await imageStages()
    if (!build || !image) throw new Error('The image has two stages')
    const app = await built(build)
    const { data, temporary } = await place()
    const base = { ...envIn(image), PATH: process.env.PATH ?? '', TMPDIR: temporary }
    const command = commandIn(image, 'CMD', app)

    // Without a token it ends: there is no local workspace in it.
    const without = started(command, { cwd: data, env: base })
    expect(await without.ended).toBe(1)
    expect(without.said.join('\n')).toContain('--slack wants Slack, and nothing of Slack is set')

    const slack = await startSlack({ scopes: await manifestScopes() })
    onTestFinished(slack.close)
    const line = await startSocketMode(slack)
    onTestFinished(line.close)
    await writeFile(join(data, 'stairway.yaml'), TEAMS)
    const env = {
      ...base,
      PORT: String(await freePort()),
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: slack.apiUrl,
    }
    const as = { cwd: data, env }
    const running = started(command, as)
    const health = () => started(commandIn(image, 'HEALTHCHECK', app), as).ended
    await expect.poll(health, { timeout: 240_000 }).toBe(0)
    await expect.poll(() => running.said.join('\n'), { timeout: 240_000 }).toContain('Stairway is up')
    expect((await fetch(`http://127.0.0.1:${env.PORT}/readyz`)).status).toBe(200)
    const answer = await (await line.client.command('U0ANA', '/campaign', 'new Spring win-back')).answer()
    expect(answer.text).toContain('Spring win-back')

    const doctor = started(['node', join(app, 'bin/stairway.js'), 'doctor'], as)
    expect([await doctor.ended, doctor.said[0]]).toEqual([
      0,
      expect.stringMatching(/^Stairway doctor: 0 wrong/),
    ])

    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
    expect(await health()).toBe(1)

    expect((await readdir(data)).sort()).toEqual(['stairway.db', 'stairway.db-lock', 'stairway.yaml'])
    expect(await readdir(temporary)).toEqual([]) // it ran the bundle of the build
    expect(await readdir(app)).not.toContain('sandbox')
  },
)
