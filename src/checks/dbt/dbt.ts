import { resolve } from 'node:path'
import { z } from 'zod'
import {
  byName,
  choice,
  duration,
  endpoint,
  headerValue,
  held,
  line,
  list,
  map,
  targetUrl,
} from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import type { Check } from '../check.ts'
import { MOST_BYTES } from '../fetched.ts'
import { settled } from '../settled.ts'
import { readArtifact } from './artifact.ts'
import { filesOf, type Source } from './files.ts'
import { readManifest } from './manifest.ts'
import { answerOf } from './selection.ts'

const ONE = 'exactly one of path, url and cloud'
const TAGS = 'a manifest beside it (path and url), since results hold no tags'
const NODES = '1 to 100 nodes: a unique_id, a name, either with *, or tag:<name>'

type Around = Parameters<Kind<Check>['entry']>[0]

/** Nodes of the newest files that a run of dbt left. */
export const dbt: Kind<Check> = {
  kind: 'dbt',
  entry: (around) =>
    map({
      ...named('dbt'),
      ...placeFields(around),
      nodes: list(line(300)).refine((nodes) => nodes.length >= 1 && nodes.length <= 100, { error: NODES }),
    }).transform((entry, context) => {
      const { kind, title, nodes } = entry
      const source = sourceOf(entry, around, context)
      return { kind, title, opened: dbtCheck(source, nodes) }
    }),
}

const id = z.number({ error: 'a number' }).int()

function placeFields({ env }: Around) {
  return {
    path: line(1_000).optional(),
    url: targetUrl(env).optional(),
    manifest: line(1_000).optional(),
    headers: byName(headerValue(env)),
    cloud: map({
      host: endpoint.default('https://cloud.getdbt.com'),
      account: id,
      job: id,
      token: held(env, 'a token of dbt Cloud', (value) => value.length >= 8),
      artifact: choice('run_results.json', 'sources.json', 'freshness.json').default('run_results.json'),
    }).optional(),
    private: choice('allowed').optional(),
    timeout: duration('s', 120, '30s').default(30),
  }
}

type Fields = z.output<z.ZodObject<ReturnType<typeof placeFields>>>

function sourceOf(
  { nodes, ...fields }: Fields & { readonly nodes: readonly string[] },
  { folder }: Around,
  context: z.RefinementCtx,
): Source {
  const { path, url, cloud, manifest } = fields
  const tags = nodes.some((node) => node.startsWith('tag:'))
  if ([path, url, cloud].filter((each) => each !== undefined).length !== 1)
    context.addIssue({ code: 'custom', message: ONE })
  if (tags && !manifest && !cloud) context.addIssue({ code: 'custom', path: ['manifest'], message: TAGS })
  if (cloud) {
    const { artifact, ...job } = cloud
    const host = job.host.replace(/\/+$/, '')
    return { job: { ...job, host, ...reach(fields) }, artifact, tags }
  }
  if (url) return { place: placeOf(url, fields), manifest: manifest ? placeOf(manifest, fields) : null }
  const at = (file: string) => resolve(folder, file)
  return { path: at(path ?? ''), manifest: manifest ? at(manifest) : null }
}

function placeOf(url: string, fields: Fields) {
  return { url, headers: fields.headers, most: MOST_BYTES, ...reach(fields) }
}

function reach({ timeout, private: allowed }: Fields) {
  return { private: allowed === 'allowed', timeoutSeconds: timeout }
}

function dbtCheck(source: Source, nodes: readonly string[]): Check {
  return {
    ask: async ({ signal }) => {
      let seen = 'dbt'
      const answer = await settled('dbt', async () => {
        const { where, artifacts, manifest } = await filesOf(source, signal)
        seen = where
        return answerOf(nodes, artifacts.map(readArtifact), manifest === null ? null : readManifest(manifest))
      })
      return { ...answer, where: seen }
    },
  }
}
