import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type FakeSlack, startSlack } from '../../sandbox/workspace/web-api.ts'
import { botToken } from '../../sandbox/workspace/workspace.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import type { Diagnosis } from '../../src/doctor/diagnosis.ts'
import { examine } from '../../src/doctor/doctor.ts'
import type { Surgery } from '../../src/doctor/ground.ts'
import { runDoctor } from '../../src/terminal/doctor.ts'
import { faultOf } from '../../src/warehouse/declared.ts'
import { manifestScopes } from '../conversations/manifest-scopes.ts'
import { migratedDatabase } from '../store/open.ts'

export const SIGNING_SECRET = 'a-signing-secret-of-the-doctor'

/** An installation: what `npm start` would read. */
export interface Installation {
  readonly slack: FakeSlack
  readonly databaseUrl: string
  readonly yaml?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Slack with the app as its manifest has it, or with these scopes, and a database with our tables. */
export async function installed(scopes?: readonly string[]): Promise<Installation> {
  const slack = await startSlack({ scopes: scopes ?? (await manifestScopes()) })
  onTestFinished(slack.close)
  const database = await migratedDatabase()
  onTestFinished(database.drop)
  return { slack, databaseUrl: database.url }
}

/** The environment of an installation, with its stairway.yaml in a folder that goes with the test. */
export async function envOf({ slack, databaseUrl, yaml = '', env = {} }: Installation) {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-doctor-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'stairway.yaml'), yaml)
  return {
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    STAIRWAY_CONFIG: join(folder, 'stairway.yaml'),
    DATABASE_URL: databaseUrl,
    ...env,
  }
}

/** What `stairway doctor` prints, and its exit code. */
export async function screenFor(installation: Installation, args: readonly string[] = []) {
  const env = await envOf(installation)
  const said: string[] = []
  const say = (words: string) => void said.push(words)
  const code = await runDoctor(args, { env, now: () => new Date(), out: say, err: say })
  return { code, screen: said.join('\n') }
}

/** What was seen of each thing: `wrong not granted: files:read`, with what helps. */
export interface Visit {
  readonly diagnoses: readonly Diagnosis[]
  of(about: string): string[]
}

export async function visit(installation: Installation, surgery: Partial<Surgery> = {}): Promise<Visit> {
  const config: Config = loadConfig(await envOf(installation), faultOf)
  const diagnoses = await examine(config, { now: () => new Date(), ...surgery })
  const of = (about: string) =>
    diagnoses
      .filter((each) => each.about === about)
      .map(({ is, saw, todo }) => [`${is} ${saw}`, ...(todo ? [todo] : [])].join(' > '))
  return { diagnoses, of }
}

/** A server that takes connections and says nothing: its port. */
export async function silence(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open))
  onTestFinished(() => void server.close())
  return (server.address() as { port: number }).port
}
