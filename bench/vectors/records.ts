/** Reference vectors as they lie in a folder: what went in, what came out of other people's software, and how close is right. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Record = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.record(z.string(), z.unknown()),
  expected: z.record(z.string(), z.unknown()),
  tolerance: z.record(z.string(), z.number()).default({}),
  /** More digits of `expected.p_value`, where the reference lost some. */
  p_value_exact: z.string().nullish(),
  /** False where the reference is known to be wrong: the right answer is then "not computable". */
  compare: z.boolean().default(true),
})
export type VectorRecord = z.infer<typeof Record>

export interface VectorFile {
  readonly name: string
  readonly records: readonly VectorRecord[]
}

/** Every .json file of a folder, by name. Throws where a file isn't of the form. */
export function readVectors(folder: string): VectorFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return { name, records: z.object({ records: z.array(Record) }).parse(JSON.parse(text)).records }
  })
}
