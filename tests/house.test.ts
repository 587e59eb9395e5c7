import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Who may import whom, types too; `src/log.ts` is for everybody but the domain. Packages are named where a room is closed to others. */
const ROOMS: readonly Room[] = [
  { at: 'src/main.ts', may: 'anything' },
  { at: 'src/local.ts', may: 'anything' },
  { at: 'src/compose.ts', may: 'anything' },
  { at: 'src/refusal.ts', may: [], packages: [] },
  { at: 'src/log.ts', may: [] },
  { at: 'src/over.ts', may: [], packages: [] },
  { at: 'src/unstarted.ts', may: ['src/config.ts'], packages: ['@slack/web-api'] },
  { at: 'src/bot.ts', may: ['commands', 'src/slack', 'src/proxy.ts'] },
  // What others than Slack send us.
  {
    at: 'src/hooks',
    may: ['src/usecases', 'src/checks', 'src/domain', 'src/refusal.ts'],
    packages: ['yaml', 'node:'],
  },
  { at: 'src/proxy.ts', may: ['src/config'], packages: ['undici'] },
  { at: 'src/lease.ts', may: [], packages: ['undici', 'node:'] },
  // A kind of target or check brings its entry of stairway.yaml, and is opened when that is read.
  { at: 'src/config', may: ['src/domain', 'src/targets', 'src/checks', 'src/refusal.ts'] },
  {
    at: 'src/domain',
    may: ['src/refusal.ts'],
    packages: ['@stdlib/', 'cron-parser', 'luxon', 'fastest-levenshtein'],
  },
  // Reads change nothing: no verb is in their reach, nor an open transaction.
  {
    at: 'src/usecases/reads',
    may: ['src/usecases/deps.ts', 'src/usecases/seen.ts', 'src/store', 'src/domain', 'src/refusal.ts'],
    packages: [],
  },
  // Verbs promise jobs by the contract, and know neither kinds nor engines.
  {
    at: 'src/usecases',
    may: ['src/domain', 'src/store', 'src/jobs/contract.ts', 'src/refusal.ts'],
    packages: [],
  },
  {
    at: 'src/store',
    may: ['src/domain', 'src/refusal.ts'],
    packages: ['knex', 'pg', 'sqlite3', 'graphile-worker', 'node:'],
  },
  { at: 'src/slack', may: ['src/usecases', 'src/domain', 'src/refusal.ts'] },
  // From a campaign to its figures; it serves jobs, answers and the terminal alike.
  {
    at: 'src/reading',
    may: ['src/usecases', 'src/warehouse', 'src/checks', 'src/targets', 'src/domain', 'src/refusal.ts'],
  },
  { at: 'src/jobs/contract.ts', may: ['src/store/kit/database.ts'], packages: [] },
  // An engine knows no kind, a kind no engine.
  { at: 'src/jobs/outcome.ts', may: ['src/jobs/contract.ts'], packages: [] },
  { at: 'src/jobs/runner.ts', may: ['src/jobs/contract.ts', 'src/jobs/outcome.ts', 'src/store'] },
  {
    at: 'src/jobs/table',
    may: ['src/jobs/contract.ts', 'src/jobs/outcome.ts', 'src/jobs/runner.ts', 'src/store'],
    packages: ['knex', 'node:'],
  },
  {
    at: 'src/jobs/graphile',
    may: ['src/jobs/contract.ts', 'src/jobs/runner.ts', 'src/store', 'src/lease.ts'],
    packages: ['graphile-worker', 'pg', 'node:'],
  },
  { at: 'src/jobs/schedules.ts', may: ['src/usecases', 'src/slack'] },
  {
    at: 'src/jobs/kinds',
    may: [
      'src/jobs/contract.ts',
      'src/usecases',
      'src/reading',
      'src/slack',
      'src/warehouse',
      'src/targets',
      'src/checks',
      'src/pictures',
      'src/domain',
      'src/refusal.ts',
    ],
    packages: [],
  },
  {
    at: 'src/pictures',
    may: ['src/domain'],
    packages: ['echarts', '@resvg/resvg-js', '@expo-google-fonts/', 'node:'],
  },
  // It asks of everything outside whether it answers, and changes nothing.
  {
    at: 'src/doctor',
    may: [
      'src/config',
      'src/proxy.ts',
      'src/unstarted.ts',
      'src/slack',
      'src/reading',
      'src/warehouse',
      'src/targets',
      'src/store',
      'src/domain',
      'src/refusal.ts',
    ],
  },
  // From a SQLite file to PostgreSQL.
  { at: 'src/move', may: ['src/store', 'src/refusal.ts', 'src/unstarted.ts'], packages: ['knex', 'node:'] },
  // Stairway without Slack: it reads as the jobs do, and prints it.
  {
    at: 'src/terminal',
    may: [
      'src/config',
      'src/doctor',
      'src/move',
      'src/unstarted.ts',
      'src/usecases',
      'src/reading',
      'src/warehouse',
      'src/pictures',
      'src/store',
      'src/domain',
      'src/refusal.ts',
    ],
  },
  { at: 'src/warehouse', may: ['src/domain', 'src/refusal.ts'] },
  // Their entries are made of the fields that all of stairway.yaml is made of, so that mistakes read the same.
  { at: 'src/targets', may: ['src/config/fields.ts', 'src/config/kinds.ts', 'src/domain', 'src/refusal.ts'] },
  {
    at: 'src/checks',
    may: ['src/config/fields.ts', 'src/config/kinds.ts', 'src/proxy.ts', 'src/domain', 'src/refusal.ts'],
  },
  { at: 'commands', may: ['src/usecases', 'src/slack', 'src/domain', 'src/refusal.ts'] },
  { at: 'migrations', may: [], packages: ['knex'] },
  // It knows Stairway by Slack's protocol alone.
  { at: 'sandbox', may: [] },
  { at: 'bench', may: 'anything' },
  { at: 'bin', may: ['src/terminal'] },
]

interface Room {
  readonly at: string
  readonly may: readonly string[] | 'anything'
  /** Packages it may import, by the beginning of their names; without it, any. */
  readonly packages?: readonly string[]
}

const ROOT = new URL('..', import.meta.url).pathname
const LONGEST = 250
/** A shorter file is a crumb, unless it is a noun that several others import, or one of a family. */
const SHORTEST = 20
/** Where a family is listed: each of its members has a file, however short. */
const FAMILIES = [
  'commands/index.ts',
  'sandbox/page/blocks.tsx',
  'sandbox/page/elements.tsx',
  'src/jobs/kinds/all.ts',
  'src/slack/delivery/draw.ts',
  'src/targets/all.ts',
]
/** The lists themselves, programs, and what is frozen. */
const NO_CRUMB = /(^|\/)(index|all)\.ts$|^bin\/|^migrations\//

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|m?js)$/.test(name))
    .map((name) => join(folder, name))
}

const files = ['src', 'commands', 'sandbox', 'migrations', 'bench', 'bin'].flatMap(filesOf).sort()
const text = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]))

const isIn = (file: string, place: string) =>
  file === place || file.startsWith(`${place}/`) || file === `${place}.ts`

function roomOf(file: string): Room | undefined {
  return ROOMS.find(({ at }) => isIn(file, at))
}

/** What a file imports: paths from the root of the repository, or names of packages. */
function importsOf(file: string): string[] {
  const found = (text.get(file) ?? '').matchAll(/\b(?:from\s+|import\s+|import\(\s*)'([^']+)'/g)
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? normalize(join(dirname(file), name)) : name,
  )
}

function isAllowed(file: string, imported: string): boolean {
  const room = roomOf(file)
  if (!room || room.may === 'anything') return room !== undefined
  const isPackage = !/^(src|commands|sandbox|migrations|tests|bench|bin)\//.test(imported)
  if (isPackage) return room.packages?.some((name) => imported.startsWith(name)) ?? true
  if (imported === 'src/log.ts') return room.at !== 'src/domain' && room.at !== 'migrations'
  return isIn(imported, room.at) || room.may.some((place) => isIn(imported, place))
}

test('there are files to look at, and each has a room', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((file) => !roomOf(file))).toEqual([])
})

test('the reader of import lines sees them all', () => {
  expect(importsOf('src/usecases/change.ts')).toContain('src/store/campaigns.ts')
  expect(importsOf('src/bot.ts')).toContain('commands/index.ts')
  expect(importsOf('src/domain/time/schedule.ts')).toContain('cron-parser')
  expect(importsOf('sandbox/page/page.tsx')).toContain('sandbox/contract.ts')
  expect(importsOf('bench/stand.ts')).toContain('sandbox/workspace/web-api.ts')
  expect(isAllowed('sandbox/contract.ts', 'src/domain/state/stage.ts')).toBe(false)
  expect(isAllowed('src/domain/state/stage.ts', 'src/store/rows.ts')).toBe(false)
  expect(isAllowed('src/domain/state/stage.ts', 'knex')).toBe(false)
  expect(isAllowed('src/domain/state/stage.ts', 'src/log.ts')).toBe(false)
  expect(isAllowed('commands/show.ts', 'src/store/rows.ts')).toBe(false)
  expect(isAllowed('src/usecases/reads/waiting.ts', 'src/usecases/change.ts')).toBe(false)
  expect(isAllowed('commands/show.ts', 'src/log.ts')).toBe(true)
})

describe('who imports whom', () => {
  test.each(ROOMS.filter(({ may }) => may !== 'anything').map((room) => [room.at, room] as const))(
    '%s',
    (_at, room) => {
      const wrong = files
        .filter((file) => roomOf(file) === room)
        .flatMap((file) =>
          importsOf(file)
            .filter((imported) => !isAllowed(file, imported))
            .map((imported) => `${file} imports ${imported}`),
        )
      expect(wrong).toEqual([])
    },
  )
})

/** A way from `file` back to itself along imports, types counted; null where there is none. */
function circleFrom(file: string): string[] | null {
  const seen = new Set<string>()
  const follow = (at: string, way: readonly string[]): string[] | null => {
    for (const next of importsOf(at)) {
      if (next === file) return [...way, file]
      if (!text.has(next) || seen.has(next)) continue
      seen.add(next)
      const found = follow(next, [...way, next])
      if (found) return found
    }
    return null
  }
  return follow(file, [file])
}

test('no import leads back to where it began, types counted', () => {
  expect(files.map(circleFrom).filter((circle) => circle !== null)).toEqual([])
})

const linesOf = (file: string) => (text.get(file) ?? '').split('\n').length - 1

test(`a file of fewer than ${SHORTEST} lines is a noun that others import, or one of a family`, () => {
  const importers = (file: string) => files.filter((other) => importsOf(other).includes(file))
  const crumbs = files
    .filter((file) => linesOf(file) < SHORTEST && !NO_CRUMB.test(file))
    .filter((file) => importers(file).length < 2)
    .filter((file) => !FAMILIES.some((list) => importsOf(list).includes(file)))
  expect(crumbs).toEqual([])
})

test(`no file is longer than ${LONGEST} lines`, () => {
  expect(files.filter((file) => linesOf(file) > LONGEST)).toEqual([])
})

test('what is read of a campaign comes by `loadSeen`, which knows whose it is', () => {
  const loading = files.filter((file) => /\bload(Campaign|ForChange)\b/.test(text.get(file) ?? ''))
  expect(loading).toContain('src/usecases/seen.ts')
  expect(loading.filter((file) => isIn(file, 'src/usecases/reads'))).toEqual([])
})

test('nothing is exported by default', () => {
  expect(files.filter((file) => /^export default\b|\bas default\b/m.test(text.get(file) ?? ''))).toEqual([])
})

/** What is kept in a language of the house, and the one file that knows how that is written. */
const LANGUAGES: readonly [at: string, written: RegExp][] = [
  ['src/domain/text/tokens.ts', /\{(?:@|#|date:|b:)/],
  // The compiler lets nobody else write one; this is for who reads one, or says that a string is one.
  ['src/domain/subject.ts', /\bsubject(?:\.split|\.endsWith|\.startsWith|\.slice| = ')|\bas Subject\b/],
]

/** Without comments, which may show what something looks like. */
const code = (file: string) => (text.get(file) ?? '').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

test.each(LANGUAGES)('%s alone writes and reads its language', (at, written) => {
  const ours = files.filter((file) => isIn(file, 'src') || isIn(file, 'commands'))
  expect(ours.filter((file) => written.test(code(file)))).toEqual([at])
})
