import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CHECK_KINDS } from '../../src/checks/all.ts'
import type { Check, Means } from '../../src/checks/check.ts'
import { readCatalog } from '../../src/config/file.ts'
import type { CheckAnswer } from '../../src/domain/readiness/checks.ts'
import { faultOf } from '../../src/warehouse/declared.ts'
import { aState } from '../domain/build.ts'

export const NOW = new Date('2026-03-02T08:00:00Z')

const NONE: Means = {
  value: async () => ({ value: null }),
  exposed: async () => 0,
  shared: async () => ({ people: 0, any: 0, most: 0, tooMany: 0, with: [], not: [] }),
  reported: async () => null,
}

interface Surrounding {
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
}

function reading(entry: string, { folder = '/', env = {} }: Surrounding) {
  const yaml = `warehouses:\n  dwh: { type: sqlite, file: a.db }\nchecks:\n  c: { ${entry} }\n`
  const around = { env, folder, timeZone: 'UTC', isInstalled: () => true, faultOf }
  return readCatalog(yaml, around, { targets: [], checks: CHECK_KINDS })
}

/** What is wrong with an entry of `checks:`, by its place. */
export function wrong(entry: string, surrounding: Surrounding = {}): Record<string, string> {
  const read = reading(entry, surrounding)
  if (!('problems' in read)) throw new Error('There was no mistake')
  return Object.fromEntries(
    read.problems.map(({ path, message }) => [path.replace('checks.c.', ''), message]),
  )
}

/** An entry of `checks:` as it is opened. */
export function opened(entry: string, surrounding: Surrounding = {}): Check {
  const read = reading(entry, surrounding)
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  const check = read.checks.get('c')
  if (!check) throw new Error('It was not opened')
  return check
}

/** The answer of an entry of `checks:`, of a campaign whose audience is `size`. */
export async function answer(
  entry: string,
  means: Partial<Means> = {},
  { size = null, ...surrounding }: Surrounding & { readonly size?: number | null } = {},
): Promise<CheckAnswer> {
  const check = opened(entry, surrounding)
  const { campaign } = aState()
  const brief = { ...campaign.brief, audience: { words: 'Lapsed', size } }
  const { signal } = new AbortController()
  return check.ask({ campaign: { ...campaign, brief }, now: NOW, signal, means: { ...NONE, ...means } })
}

export type Page = { readonly status?: number; readonly body: string; readonly location?: string }

/** Pages of loopback by their path; what else is asked for is not there. */
export async function served(pages: Readonly<Record<string, Page>>) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const page = pages[request.url ?? ''] ?? { status: 404, body: 'nothing' }
    const { status = 200, body, location } = page
    response.writeHead(status, location ? { location } : {}).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${port}`, asked, [Symbol.asyncDispose]: async () => void (await close()) }
}
