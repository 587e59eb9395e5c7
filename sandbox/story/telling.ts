import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openPlace, type Place } from '../place.ts'
import { createClock } from '../server/clock.ts'
import { CHANNEL, PRESENT, tellStory } from './campaigns.ts'
import { readTables } from './tables.ts'
import { createTeller, instantOf } from './teller.ts'
import type { Told } from './told.ts'
import { STORY_YAML } from './yaml.ts'

/** A workspace in which nothing has happened yet, and whose time passes from step to step only. */
interface Telling extends Pick<Place, 'env' | 'onMoved' | 'close'> {
  now(): Date
  /** Tells the whole story to the Stairway that is connected. */
  tell(): Promise<Told>
}

/** Before anything of the story. */
const BEGINNING = '2026-02-02 09:00:00'
const PORT = 4400

/** `folder`: an empty one. */
export async function openTelling(folder: string): Promise<Telling> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'stairway.yaml'), STORY_YAML)
  const clock = createClock(instantOf(BEGINNING), () => 0)
  const place = await openPlace(
    { folder, http: false, patient: true, port: PORT },
    { messages: [], files: [] },
    clock,
  )
  const { slack, launches } = place
  return {
    env: place.env,
    close: place.close,
    now: clock.now,
    onMoved: place.onMoved,
    async tell() {
      await tellStory(createTeller({ ...place, clock }, CHANNEL))
      await clock.settle()
      const tables = await readTables(join(folder, 'stairway.db'))
      return {
        now: instantOf(PRESENT),
        launches: [...launches],
        tables,
        messages: await slack.kept(),
        files: slack.files.kept(),
      }
    },
  }
}
