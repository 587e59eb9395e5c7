import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openPlace, type Place, type PlaceOptions } from './place.ts'
import { createClock } from './server/clock.ts'
import { type Kept, readKept } from './server/keep.ts'
import type { Connected } from './server/room.ts'
import { restoreTables } from './story/tables.ts'
import { readTold, type Told } from './story/told.ts'
import { STORY_YAML } from './story/yaml.ts'

export type { Connected } from './server/room.ts'

export interface WorkspaceOptions extends PlaceOptions {
  /** Forgets an earlier start. */
  readonly fresh: boolean
}

/** A local Slack with a page, and the environment in which Stairway connects to it. */
export interface Workspace extends Pick<Place, 'env' | 'logFile' | 'url' | 'onMoved' | 'close'> {
  now(): Date
  /** Stairway is connected and its jobs are not started yet: at the first start it gets the story, then the page opens. */
  opened(connected: Connected): Promise<void>
}

const DATABASE = 'stairway.db'
const FILES = [DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`, 'warehouse.db', 'workspace.json']

/** What an earlier start kept; at the first one the story, with what else follows from it. */
type Before = Kept & Partial<Told>

/** Starts the workspace on loopback. Without a workspace.json from an earlier start everything in its folder begins anew. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const file = (name: string) => join(options.folder, name)
  const kept = options.fresh ? null : await readKept(file('workspace.json'))
  await prepareFolder(options, kept === null)
  const before: Before = kept ?? (await readTold())
  const clock = createClock(before.now)
  const { open, launch, ...place } = await openPlace(options, before, clock)
  return {
    ...place,
    now: clock.now,
    async opened(connected) {
      const { tables = {}, launches = [] } = before
      await restoreTables(file(DATABASE), tables)
      for (const each of launches) await launch(each)
      open(connected)
    },
  }
}

/** The yaml is the newcomer's once it is written: only `--fresh` writes it again. */
async function prepareFolder({ folder, fresh }: WorkspaceOptions, anew: boolean): Promise<void> {
  await mkdir(folder, { recursive: true })
  const yaml = join(folder, 'stairway.yaml')
  if (anew) for (const name of FILES) await rm(join(folder, name), { force: true })
  const written = await stat(yaml).catch(() => null)
  if (fresh || !written) await writeFile(yaml, STORY_YAML)
}
