import { LineCounter, parseDocument, type YAMLError } from 'yaml'
import type { z } from 'zod'
import { CHECK_KINDS } from '../checks/all.ts'
import { BUILT_IN_TEMPLATES } from '../domain/catalog/templates.ts'
import { TARGET_KINDS } from '../targets/all.ts'
import type { Surroundings } from './around.ts'
import { catalogOf, type Declaration, openedOf } from './catalog.ts'
import { declaredIn } from './declared.ts'
import { hint, type Problem, pathWords, seenWords } from './problems.ts'
import { brokenRules, namesOf } from './rules.ts'
import { fileSchema, type Kinds } from './schema.ts'

export type FileReading = Declaration | { readonly problems: readonly Problem[] }

const KINDS: Kinds = { targets: TARGET_KINDS, checks: CHECK_KINDS }

/** What a stairway.yaml declares, or every mistake in it. */
export function readCatalog(text: string, around: Surroundings, kinds = KINDS): FileReading {
  const { value, problems } = readYaml(text)
  if (value === undefined) return { problems }
  const teams = namesOf(value, 'teams')
  const policies = [...namesOf(value, 'policies'), ...(teams.length > 0 ? ['default'] : [])]
  const names = {
    policies,
    templates: [...BUILT_IN_TEMPLATES.map(({ name }) => name), ...namesOf(value, 'templates')],
    warehouses: namesOf(value, 'warehouses'),
    checks: namesOf(value, 'checks'),
    declared: declaredIn(value, around, kinds.targets),
  }
  const schema = fileSchema(around, names, kinds)
  const read = schema.safeParse(value)
  const shape = read.success ? [] : read.error.issues.flatMap((issue) => issueProblems(issue, value))
  const all = [...problems, ...shape, ...brokenRules(value, around)]
  if (!read.success || all.length > 0) return { problems: all }
  return { catalog: catalogOf(read.data, around), ...openedOf(read.data) }
}

/** The file as plain values; undefined where its syntax leaves no sense to look further. */
function readYaml(text: string): { value: unknown; problems: Problem[] } {
  const lines = new LineCounter()
  // Pretty errors quote the line, and a line may hold a secret.
  const document = parseDocument(text, {
    prettyErrors: false,
    lineCounter: lines,
    stringKeys: true,
    // 1.000 stays what was written: as a number of YAML it would be one, whoever wrote it.
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:float'),
  })
  const errors: YAMLError[] = [...document.errors, ...document.warnings]
  const problems = errors.map((error) => syntaxProblem(error, text, lines))
  if (errors.some((error) => error.code !== 'DUPLICATE_KEY')) return { value: undefined, problems }
  try {
    return { value: document.toJS() ?? {}, problems }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    const message = 'the aliases (*name) of this file lead nowhere or to too much.'
    return { value: undefined, problems: [...problems, { path: 'stairway.yaml', message }] }
  }
}

function syntaxProblem(error: YAMLError, text: string, lines: LineCounter): Problem {
  const { line, col } = lines.linePos(error.pos[0])
  const path = `line ${line}, column ${col}`
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^["']?([\w-]+)/.exec(text.slice(error.pos[0]))?.[1] ?? ''
    return { path, message: `the key ${key} stands twice in the same map.` }
  }
  if (error.code === 'MULTIPLE_DOCS') return { path, message: 'a second document begins here: expected one.' }
  // What follows a colon in these messages is quoted from the file.
  return { path, message: `this is not YAML. ${error.message.split(': ')[0]}.` }
}

function issueProblems(issue: z.core.$ZodIssue, file: unknown): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ')
    return issue.keys.map((key) => ({
      path: pathWords([...issue.path, key]),
      message: `is not a key that belongs here.${hint(key, known)}`,
    }))
  }
  const path = pathWords(issue.path) || 'stairway.yaml'
  if (issue.code === 'custom' && issue.params?.whole) return [{ path, message: issue.message }]
  const seen = at(file, issue.path)
  if (seen === undefined) return [{ path, message: `is missing: expected ${issue.message}` }]
  return [
    { path, message: `expected ${issue.message}${maySee(issue.path) ? `, saw ${seenWords(seen)}` : ''}` },
  ]
}

/** Where a password may have been written, in whatever shape, what stands there is not repeated. */
function maySee(path: readonly PropertyKey[]): boolean {
  const guarded = ['targets', 'warehouses', 'checks'].includes(String(path[0]))
  return (
    !guarded || ['type', 'kind', 'timeout', 'deadline', 'title', 'file', 'tables'].includes(String(path[2]))
  )
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (held, key) => (typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined),
    value,
  )
}
