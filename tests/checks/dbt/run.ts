/** A result as dbt 1.12 writes it; by default of a model that was built. */
export function aResult(facts: object): object {
  return { unique_id: 'model.s.a', status: 'success', timing: [], message: null, failures: null, ...facts }
}

interface Run {
  readonly schema?: string
  readonly generatedAt?: string
  readonly args?: object | undefined
}

/** The text of a file of dbt; by default run_results.json of a build. */
export function aRun(results: readonly object[], run: Run = {}): string {
  const { schema = 'run-results/v6', generatedAt = '2026-03-02T07:00:00Z', args = { which: 'build' } } = run
  const dbt_schema_version = `https://schemas.getdbt.com/dbt/${schema}.json`
  const metadata = { dbt_schema_version, dbt_version: '1.12.2', generated_at: generatedAt, env: {} }
  return JSON.stringify({ metadata, results, elapsed_time: 1, args })
}
