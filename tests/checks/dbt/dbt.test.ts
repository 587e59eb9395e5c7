import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, served, wrong } from '../opened.ts'
import { aResult, aRun } from './run.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stairway-dbt-'))
})
afterAll(() => rm(folder, { recursive: true }))

const ORDERS = aResult({ unique_id: 'model.shop.orders' })
const BUILD = aRun([ORDERS, aResult({ unique_id: 'test.shop.orders_ok', status: 'fail', failures: 3 })])
const MANIFEST = JSON.stringify({ nodes: { 'model.shop.orders': { tags: ['mail'], config: {} } } })

describe('a file', () => {
  const of = (nodes: string, more = '') =>
    answer(
      `kind: dbt, path: target/run_results.json, nodes: [${nodes}]${more}`,
      {},
      { folder: join(folder, '.') },
    )

  test('is read where it lies, from the folder of stairway.yaml', async () => {
    const { mkdir } = await import('node:fs/promises')
    expect(await of('orders')).toMatchObject({ status: 'error', words: 'run_results.json is not there' })
    await mkdir(join(folder, 'target'))
    await writeFile(join(folder, 'target/run_results.json'), BUILD)
    await writeFile(join(folder, 'target/manifest.json'), MANIFEST)
    expect(await of('orders')).toMatchObject({
      status: 'pass',
      figure: '1 of 1 pass',
      where: 'run_results.json',
      at: new Date('2026-03-02T07:00:00Z'),
    })
    expect(await of('"tag:mail"', ', manifest: target/manifest.json')).toMatchObject({ status: 'pass' })
    await writeFile(join(folder, 'target/run_results.json'), BUILD.slice(0, 100))
    expect(await of('orders')).toMatchObject({
      status: 'error',
      words: 'it is no JSON',
      where: 'run_results.json',
    })
  })
})

test('an address, with its headers', async () => {
  await using site = await served({
    '/run_results.json': { body: BUILD },
    '/away': { status: 403, body: '' },
  })
  const of = (path: string) =>
    answer(
      `kind: dbt, url: "${site.url}${path}", private: allowed, headers: { x-key: env:KEY }, nodes: [orders_ok]`,
      {},
      { env: { KEY: 'k' } },
    )
  expect(await of('/run_results.json')).toMatchObject({
    status: 'fail',
    words: 'test.shop.orders_ok fail (3 rows)',
    where: new URL(site.url).host,
  })
  expect(site.asked[0]?.headers['x-key']).toBe('k')
  expect(await of('/away')).toMatchObject({ status: 'error', words: 'HTTP 403' })
})

describe('dbt Cloud', () => {
  const API = '/api/v2/accounts/7'
  const LIST = `${API}/runs/?job_definition_id=12&order_by=-id&limit=20`
  const runs = (...data: object[]) => ({ body: JSON.stringify({ status: { code: 200 }, data }) })
  const run = (...names: string[]) => {
    const run_steps = names.map((name, i) => ({ index: i + 1, name, status: 10 }))
    return { body: JSON.stringify({ status: { code: 200 }, data: { id: 77, is_complete: true, run_steps } }) }
  }
  const RUNS = runs(
    { id: 78, is_complete: false, status: 3 },
    { id: 77, is_complete: true, status: 10 },
    { id: 76, is_complete: true },
  )
  const step = (n: number, file = 'run_results.json') => `${API}/runs/77/artifacts/${file}?step=${n}`
  const DOCS = { body: aRun([ORDERS], { args: { which: 'generate' }, generatedAt: '2026-03-02T07:50:00Z' }) }
  const STEPS = run(
    'Clone git repository',
    'Create profile',
    'Invoke dbt with `dbt deps`',
    'Invoke dbt with `dbt --warn-error build --select mail`',
    'Invoke dbt with `dbt docs generate`',
  )

  async function of(pages: Record<string, { body: string }>, nodes: string, more = '') {
    await using site = await served(pages)
    const cloud = `cloud: { host: "${site.url}", account: 7, job: 12, token: env:TOKEN${more} }`
    const found = await answer(
      `kind: dbt, ${cloud}, private: allowed, nodes: [${nodes}]`,
      {},
      { env: { TOKEN: 'dbtc_secret' } },
    )
    return { found, asked: site.asked }
  }

  test('answers with the file of the step that built, of the newest run that is through', async () => {
    const pages = {
      [LIST]: RUNS,
      [`${API}/runs/77/?include_related=run_steps`]: STEPS,
      [step(4)]: { body: BUILD },
      [step(5)]: DOCS,
    }
    const { found, asked } = await of(pages, 'orders')
    expect(found).toMatchObject({
      status: 'pass',
      where: 'dbt Cloud, job 12, run 77',
      at: new Date('2026-03-02T07:00:00Z'),
    })
    expect(asked.every(({ headers }) => headers.authorization === 'Token dbtc_secret')).toBe(true)
    expect(asked.map(({ url }) => url)).toEqual([LIST, `${API}/runs/77/?include_related=run_steps`, step(4)])
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  test('of several steps that run, each node is taken from the last that has it; tags come from the manifest', async () => {
    const tested = aRun([aResult({ unique_id: 'test.shop.orders_ok', status: 'pass' })], {
      args: { which: 'test' },
    })
    const pages = {
      [LIST]: RUNS,
      [`${API}/runs/77/?include_related=run_steps`]: run(
        'Invoke dbt with `dbt run`',
        'Invoke dbt with `dbt test`',
      ),
      [step(1)]: { body: BUILD },
      [step(2)]: { body: tested },
      [step(2, 'manifest.json')]: { body: MANIFEST },
    }
    expect((await of(pages, '"tag:mail", orders_ok')).found).toMatchObject({
      status: 'pass',
      figure: '2 of 2 pass',
    })
  })

  test('sources.json is of the step that asked for freshness', async () => {
    const source = aResult({ unique_id: 'source.shop.raw.orders', status: 'Pass' })
    const pages = {
      [LIST]: RUNS,
      [`${API}/runs/77/?include_related=run_steps`]: run(
        'Invoke dbt with `dbt source freshness`',
        'Invoke dbt with `dbt run`',
      ),
      [step(1, 'sources.json')]: { body: aRun([source], { schema: 'sources/v3' }) },
    }
    expect((await of(pages, 'source.shop.raw.*', ', artifact: sources.json')).found).toMatchObject({
      status: 'pass',
    })
  })

  test.each<[string, Record<string, { status?: number; body: string }>, string]>([
    [
      'no run is through',
      { [LIST]: runs({ id: 78, is_complete: false }) },
      'job 12 has no run that is through',
    ],
    [
      'no step builds',
      {
        [LIST]: RUNS,
        [`${API}/runs/77/?include_related=run_steps`]: run(
          'Invoke dbt with `dbt docs generate`',
          'Invoke dbt with `dbt compile`',
        ),
      },
      'no step of run 77 writes run_results.json',
    ],
    ['the token is wrong', { [LIST]: { status: 401, body: '{"status":{"code":401}}' } }, 'HTTP 401'],
    [
      'the answer is a page',
      { [LIST]: { body: '<html>' } },
      'dbt Cloud’s answer is none that its API promises',
    ],
  ])('where %s it is an error', async (_case, pages, words) => {
    expect((await of(pages, 'orders')).found).toMatchObject({ status: 'error', words })
  })
})

test.each([
  ['nodes: [a]', 'exactly one of path, url and cloud'],
  ['path: a, url: https://h.example/, nodes: [a]', 'exactly one of path, url and cloud'],
  ['path: a, nodes: []', '1 to 100 nodes'],
  ['path: a, nodes: ["tag:mail"]', 'a manifest beside it'],
  ['cloud: { account: 7, job: 12, token: dbtc_1 }, nodes: [a]', 'a secret may not stand in this file'],
])('%s is a mistake', (entry, say) => {
  expect(Object.values(wrong(`kind: dbt, ${entry}`)).join(' ')).toContain(say)
})
