import { z } from 'zod'
import { Unread } from '../unread.ts'

/** What a project declares, of which results say nothing: tags. */
export interface Manifest {
  /** Ids of the nodes with the tag that a run has results of; ephemeral models have none. */
  tagged(tag: string): readonly string[]
}

const NODE = z.object({
  tags: z.array(z.string()).catch([]),
  config: z.object({ materialized: z.string().optional(), enabled: z.boolean().optional() }).catch({}),
})

const nodes = z.record(z.string(), NODE).catch({})

const MANIFEST = z.object({ nodes, sources: nodes, unit_tests: nodes })

/** Throws Unread where it is none. */
export function readManifest(text: string): Manifest {
  const all = Object.entries(declaredIn(text)).filter(([, { config }]) => {
    return config.materialized !== 'ephemeral' && config.enabled !== false
  })
  return {
    tagged: (tag) => all.flatMap(([id, { tags }]) => (tags.includes(tag) ? [id] : [])),
  }
}

function declaredIn(text: string): Record<string, z.infer<typeof NODE>> {
  try {
    const manifest = MANIFEST.parse(JSON.parse(text.replace(/^\uFEFF/, '')))
    return { ...manifest.nodes, ...manifest.sources, ...manifest.unit_tests }
  } catch {
    throw new Unread('manifest.json is none of dbt')
  }
}
