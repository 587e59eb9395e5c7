import type { CheckAnswer } from '../../domain/readiness/checks.ts'
import { worstOf } from '../worst.ts'
import type { Artifact } from './artifact.ts'
import type { Manifest } from './manifest.ts'
import type { NodeResult } from './node-result.ts'

/** A node that was asked for; without a result where the files don't have it. */
interface Named {
  readonly id: string
  readonly result: Found | null
}

interface Found extends NodeResult {
  /** Of the file that it is from. */
  readonly generatedAt: Date
}

const MOST_NAMED = 3

/**
 * What the files say of the nodes that are asked for, all together: by unique_id, by a name, by either with `*` for any
 * letters, by `tag:` where there is a manifest. Of several files that have a node the last one counts. What none of them
 * has was not run, and so has failed.
 */
export function answerOf(
  selectors: readonly string[],
  artifacts: readonly Artifact[],
  manifest: Manifest | null,
): Omit<CheckAnswer, 'where'> {
  const found = new Map(artifacts.flatMap((each) => [...resultsOf(each)]))
  const named = [...new Map(selectors.flatMap((each) => chosen(each, found, manifest)).map(byId)).values()]
  const statuses = named.map(({ result }) => result?.status ?? 'fail')
  const passed = statuses.filter((status) => status === 'pass').length
  return {
    status: worstOf(statuses),
    figure: `${passed} of ${named.length} pass`,
    wanted: named.length === 1 ? 'it passes' : `all ${named.length} pass`,
    at: oldest(named.map(({ result }) => timeOf(result, artifacts))),
    words: whyNot(named, artifacts),
  }
}

function resultsOf({ nodes, generatedAt }: Artifact): [string, Found][] {
  return [...nodes].map(([id, node]) => [id, { ...node, generatedAt }])
}

function byId(named: Named): [string, Named] {
  return [named.id, named]
}

function chosen(selector: string, found: ReadonlyMap<string, Found>, manifest: Manifest | null): Named[] {
  const known = selector.startsWith('tag:')
    ? (manifest?.tagged(selector.slice('tag:'.length)) ?? [])
    : [...found.keys()].filter(matches(selector))
  if (known.length === 0) return [{ id: selector, result: null }]
  return known.map((id) => ({ id, result: found.get(id) ?? null }))
}

/** `model.shop.orders`, `orders`, `not_null_orders_*`, `test.shop.*`. */
function matches(selector: string): (id: string) => boolean {
  const pattern = new RegExp(`^${selector.split('*').map(escaped).join('.*')}$`, 'i')
  return (id) => pattern.test(id) || pattern.test(id.split('.')[2] ?? '')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')
}

/** A file is as old as its end, a node as its own where that is before it. */
function timeOf(result: Found | null, artifacts: readonly Artifact[]): Date | null {
  if (result) return oldest([result.generatedAt, result.at])
  return oldest(artifacts.map(({ generatedAt }) => generatedAt))
}

function oldest(times: readonly (Date | null)[]): Date | null {
  const known = times.flatMap((time) => time?.getTime() ?? [])
  return known.length > 0 ? new Date(Math.min(...known)) : null
}

/** `orders fail (12 rows), not_null_a is not in it, and 2 more`. */
function whyNot(named: readonly Named[], artifacts: readonly Artifact[]): string | null {
  const command = artifacts.find(({ onlyCompiled }) => onlyCompiled !== null)?.onlyCompiled
  const absent = command ? `was only compiled, by ${command}` : 'is not in it'
  const said = named.flatMap(({ id, result }) => {
    if (!result) return `${id} ${absent}`
    if (result.status === 'pass' && result.words === null) return []
    return `${id} ${result.status}${result.words === null ? '' : ` (${result.words})`}`
  })
  const more = said.length > MOST_NAMED ? [`and ${said.length - MOST_NAMED} more`] : []
  return said.length === 0 ? null : [...said.slice(0, MOST_NAMED), ...more].join(', ')
}
