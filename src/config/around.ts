import type { Nameable } from '../domain/brief/brief.ts'
import type { Measured } from '../domain/brief/guardrail-values.ts'

/** What the briefs of templates can name. */
export interface Declared extends Nameable {
  readonly metrics: readonly (Nameable['metrics'][number] & Measured)[]
}

/** What is wrong with the text of a declared query, in words without a full stop; undefined where nothing is, or the warehouse is of no known type. */
export type FaultOf = (sql: string, warehouseType: string) => string | undefined

/** What the fields of the file are held against. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  /** The folder of the file, from which its paths are read. */
  readonly folder: string
  /** The zone of dates and times that name none. */
  readonly timeZone: string
  /** Whether a package is there that only some warehouses need. */
  readonly isInstalled: (name: string) => boolean
  readonly faultOf: FaultOf
}

export interface DeclaredNames {
  readonly policies: readonly string[]
  readonly templates: readonly string[]
  readonly warehouses: readonly string[]
  readonly checks: readonly string[]
  readonly declared: Declared
}
