import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Progress } from '../sandbox/server/guide.ts'
import type { Connected, Workspace } from '../sandbox/start.ts'
import type { Stairway } from './compose.ts'
import { present } from './config/environment.ts'
import { type Reader, stairwayOf } from './domain/state/actor.ts'
import { readiness } from './domain/tasks/readiness.ts'
import type { Listener } from './over.ts'
import { holdDatabase } from './store/kit/hold.ts'
import type { Hold } from './store/kit/holder.ts'
import { Unstarted } from './unstarted.ts'
import { readCampaigns, readState } from './usecases/reads/campaigns.ts'
import { newestOf } from './usecases/reads/messages.ts'

const FOLDER = '.stairway'
const PORT = 4400
const FLAG = { type: 'boolean', default: false } as const

/** Whether nothing of Slack is set: then Stairway starts with a local workspace. One token alone is a mistake instead. */
export function isWithoutSlack(env: NodeJS.ProcessEnv): boolean {
  return ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].every((name) => !present(env, name))
}

const SLACK = '--slack'

/**
 * Whether the local workspace must not open, whatever is missing: a server whose .env is not found has to fail. Null where
 * it may, else what asks for it.
 */
export function withoutLocal(env: NodeJS.ProcessEnv, args: readonly string[]): string | null {
  if (args.includes(SLACK)) return SLACK
  const where = present(env, 'STAIRWAY_ENV') ?? 'local'
  return where === 'local' ? null : `STAIRWAY_ENV=${where}`
}

/** The local workspace, and that its database is ours: taken before any file of it is touched. */
export interface Local extends Workspace {
  readonly hold: Hold
}

/**
 * Starts the local workspace: `--fresh` begins it anew, `--http` has it call Stairway over HTTP, `--patient` has it
 * wait for answers as long as they take. Null where what it is
 * built with is not installed (npm install --omit=dev). Only this loads anything of the sandbox.
 */
export async function openLocal(args: readonly string[]): Promise<Local | null> {
  const values = flagsIn(args)
  try {
    const { openWorkspace } = await import('../sandbox/start.ts')
    await mkdir(FOLDER, { recursive: true })
    const hold = await holdDatabase({ client: 'sqlite', file: join(FOLDER, 'stairway.db') })
    return { ...(await openWorkspace({ folder: FOLDER, port: PORT, ...values })), hold }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null
    throw error
  }
}

function flagsIn(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { fresh: FLAG, http: FLAG, patient: FLAG } }).values
  } catch (error) {
    const { message } = error as Error
    throw new Unstarted(
      `Stairway can't start: ${message.split('. ')[0]}. There are --slack, --fresh, --http and --patient.`,
    )
  }
}

const CUT = ['ECONNRESET', 'ECONNABORTED', 'EPIPE']

/** What the terminal says of what nobody caught; a connection that was cut ends nothing here. */
export function terminal({ logFile }: Pick<Local, 'logFile'>, say: (words: string) => void): Listener {
  return {
    goesOn: ({ code }: NodeJS.ErrnoException) => CUT.includes(code ?? ''),
    ends: ({ message }) =>
      say(
        `The local workspace has to end, by a mistake of ours: ${message}. What was done is kept: npm start goes on there. ${logFile} has the rest.`,
      ),
  }
}

/** What the workspace is told of Stairway. */
export function connectedTo({ deps }: Stairway): Connected {
  return {
    async progress(teamId, since) {
      const reader = stairwayOf(teamId)
      const campaigns = await readCampaigns(deps, reader)
      return Promise.all(
        campaigns.filter(({ createdAt }) => createdAt >= since).map(({ id }) => progressOf(deps, reader, id)),
      )
    },
    async stops(teamId) {
      const campaigns = await readCampaigns(deps, stairwayOf(teamId))
      return campaigns.flatMap(({ key, stopped, endedAt }) =>
        stopped && endedAt ? [{ key, at: endedAt }] : [],
      )
    },
  }
}

async function progressOf(deps: Stairway['deps'], reader: Reader, id: number): Promise<Progress> {
  const { campaign, tasks, request } = await readState(deps, reader, { id })
  const { key, brief, liveAt } = campaign
  return {
    key,
    name: brief.name,
    treatments: brief.arms.slice(1).map((arm) => arm.name),
    open: readiness(tasks, deps.now()).holding.length,
    asked: request?.state === 'open',
    approved: request?.state === 'approved',
    launchedAt: liveAt,
    ramps: campaign.template === 'quick-ramp',
    stage: campaign.stage,
    card: await newestOf(deps, id, 'card'),
    digest: await newestOf(deps, id, 'digest'),
  }
}
