import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { COMMANDS } from '../commands/index.ts'
import type { Connected, Workspace } from '../sandbox/start.ts'
import type { Stairway } from './compose.ts'
import { present } from './config/environment.ts'
import { stairwayOf } from './domain/state/actor.ts'
import { holdDatabase } from './store/kit/hold.ts'
import type { Hold } from './store/kit/holder.ts'
import { readCampaigns, readState } from './usecases/reads/campaigns.ts'

const FOLDER = '.stairway'
const PORT = 4400
const FLAG = { type: 'boolean', default: false } as const

/** Whether nothing of Slack is set: then Stairway starts with a local workspace. One token alone is a mistake instead. */
export function isWithoutSlack(env: NodeJS.ProcessEnv): boolean {
  return ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].every((name) => !present(env, name))
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
  const { values } = parseArgs({
    args: [...args],
    options: { fresh: FLAG, http: FLAG, patient: FLAG },
  })
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

/** What the workspace is told of Stairway. */
export function connectedTo({ deps }: Stairway): Connected {
  return {
    commands: COMMANDS.map(({ name, usage, summary }) => ({ name, usage, summary })),
    async progress(teamId, since) {
      const campaigns = (await readCampaigns(deps, stairwayOf(teamId))).filter(
        ({ createdAt }) => createdAt >= since,
      )
      return Promise.all(
        campaigns.map(async ({ id, key, liveAt }) => {
          const { request } = await readState(deps, stairwayOf(teamId), { id })
          return { key, approved: request?.state === 'approved', launchedAt: liveAt }
        }),
      )
    },
  }
}
