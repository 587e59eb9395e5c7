import { mkdtemp, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 512 * 2 ** 20 // containers may have 64 MB of it

const roomy = statfs(MEMORY).then(
  ({ bavail, bsize }) => bavail * bsize >= ENOUGH_BYTES,
  () => false,
)

/** A new folder for the databases of tests, in memory where the machine has room there: else each commit waits for a disk. */
export async function databaseFolder(prefix: string): Promise<string> {
  return mkdtemp(join((await roomy) ? MEMORY : tmpdir(), prefix))
}
