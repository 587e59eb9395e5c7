import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { refuseCut } from '../../src/warehouse/duckdb/compressed.ts'
import { openWarehouses } from '../../src/warehouse/open.ts'
import { exposures, metric, openDuckdb, temporaryFolder } from './stages.ts'

const folder = await temporaryFolder()
const writer = await openDuckdb()
afterAll(async () => {
  writer.close()
  await folder.remove()
})

const ROWS = Array.from({ length: 20_000 }, (_, i) => `${i},2026-03-02,${(i * 7_919) % 1_000}`)
const CONTENT = `unit,at,value\n${ROWS.join('\n')}\n`
const GZIP = gzipSync(CONTENT)

async function zstd(): Promise<Buffer> {
  const [plain, path] = [join(folder.dir, 'plain.csv'), join(folder.dir, 'whole.csv.zst')]
  await writeFile(plain, CONTENT)
  await writer.run(
    `copy (select * from read_csv('${plain}')) to '${path}' (format csv, header, compression zstd)`,
  )
  return readFile(path)
}
const ZSTD = await zstd()
/** A frame that no program reads: they skip it by its size. */
const SKIPPED = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])

async function checked(name: string, bytes: Buffer): Promise<string> {
  const file = { path: join(folder.dir, name), label: name }
  await writeFile(file.path, bytes)
  return refuseCut(file).then(
    () => 'whole',
    (error: Error) => error.message,
  )
}

describe('a compressed file', () => {
  it.each([
    ['a.csv.gz', GZIP],
    ['a.csv.gz', Buffer.concat([GZIP, gzipSync('1,2026-03-03,1\n')])],
    ['a.csv.gz', gzipSync('')],
    ['a.csv.zst', ZSTD],
    ['a.csv.zst', Buffer.concat([SKIPPED, ZSTD, ZSTD])],
    ['a.csv', Buffer.from('anything')],
  ])('%s that is whole is read', async (name, bytes) => {
    expect(await checked(name, bytes)).toBe('whole')
  })

  it.each([1, 3, 9, 20, 0.5])('that was cut is refused, wherever that was (%d)', async (cut) => {
    for (const [name, bytes] of [
      ['a.csv.gz', GZIP],
      ['a.csv.zst', ZSTD],
    ] as const) {
      const kept = cut < 1 ? Math.floor(bytes.length * cut) : bytes.length - cut
      expect(await checked(name, bytes.subarray(0, kept))).toBe(
        `${name} ends too early: it was cut while it was written or copied`,
      )
    }
  })

  it('that holds something else is refused', async () => {
    expect(await checked('a.csv.gz', Buffer.from(CONTENT))).toBe(
      'a.csv.gz is no gzip, or is broken: incorrect header check',
    )
    expect(await checked('a.csv.zst', Buffer.from(CONTENT))).toBe('a.csv.zst is no zstd, or is broken')
    const broken = Buffer.from(GZIP)
    broken.fill(0x55, 5_000, 5_010)
    expect(await checked('a.csv.gz', broken)).toMatch(/^a\.csv\.gz is no gzip, or is broken: /)
  })

  it('is looked at before any figure is made of it', async () => {
    await writeFile(join(folder.dir, 'e.csv.gz'), GZIP.subarray(0, GZIP.length / 2))
    const tables = { events: join(folder.dir, 'e.csv.gz') }
    const warehouses = openWarehouses([{ name: 'dwh', type: 'files', tables, timeoutSeconds: 60 }])
    const seen = exposures(`select 1 as unit, 'mail' as arm, timestamp '2026-03-01' as exposed_at`)
    const metrics = [metric('select unit, "at", value from events')]
    const read = await warehouses
      .get('dwh')
      .read({ campaignKey: 'winback', exposures: seen, metrics, until: new Date('2026-03-20T00:00:00Z') })
    await warehouses.close()
    expect(read.metrics).toMatchObject([
      { error: { message: expect.stringContaining('e.csv.gz ends too early') } },
    ])
  })
})
