/** Looks at all that an installation stands on, and changes nothing. */
import type { Config } from '../config.ts'
import { honourProxies } from '../proxy.ts'
import { type Finding, found } from './finding.ts'
import { layGround, type Surgery } from './ground.ts'
import { looksOf } from './looks.ts'

/** Worst first. Never rejects; waits no longer for what hangs than `patienceMs` says. */
export async function examine(config: Config, surgery: Surgery): Promise<Finding[]> {
  honourProxies(config.proxies)
  const ground = layGround(config, surgery)
  try {
    const findings = looksOf(ground).map((look) => found(look, config.database))
    return worstFirst((await Promise.all(findings)).flat())
  } finally {
    await ground.close()
  }
}

const ORDER = { wrong: 0, open: 1, well: 2 }

/** Of those that are as bad, in the order in which they were looked at. */
function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => ORDER[a.is] - ORDER[b.is])
}
