import { afterAll, beforeAll } from 'vitest'
import type { CreateEngine } from '../../src/jobs/contract.ts'
import { createTableEngine } from '../../src/jobs/table/engine.ts'

let ofTheDatabase = false

/**
 * The tests of this file run their jobs as their database has it, on PostgreSQL by workers with connections of their
 * own. That takes some times longer, so others use the table engine on either: both keep one contract.
 */
export function runJobsAsTheDatabaseDoes(): void {
  beforeAll(() => {
    ofTheDatabase = true
  })
  afterAll(() => {
    ofTheDatabase = false
  })
}

/** Undefined where the database chooses. */
export function engineOfTests(): CreateEngine | undefined {
  return ofTheDatabase ? undefined : createTableEngine
}
