import { z } from 'zod'
import type { DeclaredNames, Surroundings } from './around.ts'
import { either, line } from './fields.ts'

/** One kind of what stairway.yaml declares by name: the shape of its entry, and what that is opened to. */
export interface Kind<Opened> {
  readonly kind: string
  readonly entry: (around: Surroundings, names: DeclaredNames) => z.ZodType<Entry<Opened>>
}

export interface Entry<Opened> {
  readonly kind: string
  readonly title?: string | undefined
  readonly opened: Opened
}

/** The fields of every entry that is of a kind. */
export function named<const Name extends string>(kind: Name) {
  return { kind: z.literal(kind).default(kind), title: line(60).optional() }
}

/** An entry of the kind that it names; of `usual` where it names none. `what` is what the kinds are kinds of. */
export function ofKind<Opened>(
  what: string,
  kinds: readonly Kind<Opened>[],
  [around, names]: readonly [Surroundings, DeclaredNames],
  usual?: string,
) {
  const shapes = new Map(kinds.map(({ kind, entry }) => [kind, entry(around, names)]))
  const expected =
    kinds.length === 0 ? `a kind of ${what}, of which there are none yet` : either([...shapes.keys()])
  return z.unknown().transform((entry, context): Entry<Opened> => {
    const said = kindSaid(entry) ?? usual
    const read = typeof said === 'string' ? shapes.get(said)?.safeParse(entry) : undefined
    if (read?.success) return read.data
    if (read) for (const issue of read.error.issues) context.addIssue(passedOn(issue))
    else if (isMap(entry)) context.addIssue({ code: 'custom', path: ['kind'], message: expected })
    else context.addIssue({ code: 'custom', message: `a map whose kind is ${expected}` })
    return z.NEVER
  })
}

/** An issue of an entry as one of what reads it: its place, and what its words mean (see fields.ts). */
export function passedOn(issue: z.core.$ZodIssue): z.core.$ZodSuperRefineIssue {
  const { path, message } = issue
  if (issue.code === 'unrecognized_keys') return { code: issue.code, keys: issue.keys, path, message }
  return { code: 'custom', path, message, params: issue.code === 'custom' ? (issue.params ?? {}) : {} }
}

function kindSaid(entry: unknown): unknown {
  return isMap(entry) ? entry.kind : undefined
}

export function isMap(entry: unknown): entry is { readonly kind?: unknown } {
  return typeof entry === 'object' && entry !== null && !Array.isArray(entry)
}
