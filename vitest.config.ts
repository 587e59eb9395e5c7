import { configDefaults, defineConfig } from 'vitest/config'
import { askNoDatabase } from './tests/support/reach.ts'

const ON_POSTGRES = process.env.TEST_DATABASE === 'postgres'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // What is the same on each database runs once, on SQLite.
    exclude: [...configDefaults.exclude, ...(ON_POSTGRES ? askNoDatabase(import.meta.dirname) : [])],
    // Modules hold no state of their own, so a worker may keep them from file to file: half the time of a run.
    isolate: false,
    // All cores: most files wait for a database or a browser half of their time.
    maxWorkers: '100%',
    globalSetup: 'tests/support/global-setup.ts',
    setupFiles: 'tests/support/seed.ts',
    // They tell a test that hangs from one on a busy machine, and nothing about how fast it is.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
