import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTelling } from '../../sandbox/story/telling.ts'
import type { Told } from '../../sandbox/story/told.ts'
import { compose, type Stairway } from '../../src/compose.ts'
import { loadConfig } from '../../src/config.ts'
import { runSchedules } from '../../src/jobs/schedules.ts'
import { createLogger } from '../../src/log.ts'
import { createPainter } from '../../src/pictures/painter.ts'
import { migrate } from '../../src/store/kit/database.ts'
import { faultOf } from '../../src/warehouse/declared.ts'

/** Tells the story from its beginning, one job at a time so that it is told the same each time. */
export async function tellAnew(): Promise<Told> {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-story-'))
  const telling = await openTelling(folder)
  const config = loadConfig({ ...telling.env, LOG_LEVEL: 'silent' }, faultOf)
  const stairway = compose(config, createLogger('silent'), telling.now, createPainter(), 1)
  try {
    await migrate(stairway.db)
    await stairway.bot.start()
    telling.onMoved({
      catchUp: async () => {
        await runSchedules(stairway.deps)
        return stairway.engine.runDue()
      },
      next: async () => null,
    })
    return await telling.tell()
  } finally {
    await close(stairway)
    await telling.close()
    await rm(folder, { recursive: true })
  }
}

async function close({ bot, warehouses, painter, db }: Stairway): Promise<void> {
  await bot.stop(0)
  await Promise.all([warehouses.close(), painter.close()])
  await db.destroy()
}
