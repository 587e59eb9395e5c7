import { z } from 'zod'
import { Unread } from '../unread.ts'
import { type NodeResult, nodeResult } from './node-result.ts'

/** What a file of dbt says of the nodes that were run: run_results.json, sources.json or freshness.json. */
export interface Artifact {
  readonly kind: 'run_results' | 'sources' | 'freshness'
  /** The end of the run. */
  readonly generatedAt: Date
  /** By unique_id. A node that was only compiled is not there. */
  readonly nodes: ReadonlyMap<string, NodeResult>
  /** The command that wrote it where it runs nothing, such as `generate`; then no node is there. */
  readonly onlyCompiled: string | null
}

const FILE = z.object({
  metadata: z.object({
    dbt_schema_version: z.string(),
    generated_at: z.string().refine((at) => !Number.isNaN(Date.parse(at))),
  }),
  results: z.array(z.looseObject({ unique_id: z.string(), status: z.string() })),
  args: z.looseObject({ which: z.string().optional(), compile: z.unknown().optional() }).optional(),
})

const SCHEMA = /\/dbt\/(run-results|sources|freshness)\/v\d+\.json$/
const KINDS = { 'run-results': 'run_results', sources: 'sources', freshness: 'freshness' } as const

/** Commands that list every node as a success, though none ran. */
const COMPILES: readonly string[] = ['compile', 'generate', 'docs', 'parse', 'list', 'ls']

/** Throws Unread where it is none of these files, or one of before dbt 0.19. */
export function readArtifact(text: string): Artifact {
  const file = fileOf(jsonOf(text))
  const { dbt_schema_version, generated_at } = file.metadata
  const kind = SCHEMA.exec(dbt_schema_version)?.[1] as keyof typeof KINDS | undefined
  if (!kind) throw new Unread(`its schema is ${dbt_schema_version.slice(0, 80)}, and no results of a run`)
  const onlyCompiled = kind === 'run-results' ? compiledOnly(file.args) : null
  const results = onlyCompiled === null ? file.results.flatMap((each) => nodeResult(each) ?? []) : []
  return {
    kind: KINDS[kind],
    generatedAt: new Date(generated_at),
    nodes: new Map(results.map((each) => [each.id, each])),
    onlyCompiled,
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new Unread('it is no JSON')
  }
}

function fileOf(value: unknown): z.infer<typeof FILE> {
  const { data, error } = FILE.safeParse(value)
  if (data) return data
  if (isObject(value) && !('metadata' in value) && 'generated_at' in value)
    throw new Unread('dbt before 0.19 wrote it, whose results can’t be told for sure: update dbt')
  const [issue] = error.issues
  throw new Unread(`it is no file of results: ${issue?.path.join('.') || 'the whole'} is not what dbt writes`)
}

function compiledOnly(args: z.infer<typeof FILE>['args']): string | null {
  const which = args?.which?.toLowerCase() ?? ''
  if (COMPILES.includes(which)) return which
  return which === 'rpc' && args?.compile !== undefined && args.compile !== false ? 'rpc compile' : null
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
