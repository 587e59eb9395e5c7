/** Looks at all that an installation stands on, and changes nothing. */
import type { Config } from '../config.ts'
import { honourProxies } from '../proxy.ts'
import { type Diagnosis, diagnosed } from './diagnosis.ts'
import { examinationsOf } from './examinations.ts'
import { layGround, type Surgery } from './ground.ts'

/** Worst first. Never rejects; waits no longer for what hangs than `patienceMs` says. */
export async function examine(config: Config, surgery: Surgery): Promise<Diagnosis[]> {
  honourProxies(config.proxies)
  const ground = layGround(config, surgery)
  try {
    const diagnoses = examinationsOf(ground).map((each) => diagnosed(each, config.database))
    return worstFirst((await Promise.all(diagnoses)).flat())
  } finally {
    await ground.close()
  }
}

const ORDER = { wrong: 0, open: 1, well: 2 }

/** Of those that are as bad, in the order in which they were looked at. */
function worstFirst(diagnoses: readonly Diagnosis[]): Diagnosis[] {
  return [...diagnoses].sort((a, b) => ORDER[a.is] - ORDER[b.is])
}
