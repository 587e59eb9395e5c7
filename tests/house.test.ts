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
  { at: 'src/bot.ts', may: ['commands', 'src/slack'] },
  { at: 'src/config', may: ['src/domain', 'src/refusal.ts'] },
  {
    at: 'src/domain',
    may: ['src/refusal.ts'],
    packages: ['@stdlib/', 'cron-parser', 'luxon', 'fastest-levenshtein'],
  },
  { at: 'src/usecases', may: ['src/domain', 'src/store', 'src/refusal.ts'], packages: [] },
  { at: 'src/store', may: ['src/domain', 'src/refusal.ts'], packages: ['knex', 'pg', 'sqlite3', 'node:'] },
  { at: 'src/slack', may: ['src/usecases', 'src/domain', 'src/refusal.ts'] },
  // From a campaign to its figures; it serves jobs, answers and the terminal alike.
  { at: 'src/reading', may: ['src/usecases', 'src/warehouse', 'src/domain', 'src/refusal.ts'] },
  // The engines run the store's table of jobs; the shallow files beside them name the facts they hand on.
  {
    at: 'src/jobs',
    may: [
      'src/usecases',
      'src/reading',
      'src/slack',
      'src/warehouse',
      'src/targets',
      'src/checks',
      'src/pictures',
      'src/store',
      'src/domain',
      'src/refusal.ts',
    ],
  },
  {
    at: 'src/pictures',
    may: ['src/domain'],
    packages: ['echarts', '@resvg/resvg-js', '@expo-google-fonts/', 'node:'],
  },
  // Stairway without Slack: it reads as the jobs do, and prints it.
  {
    at: 'src/terminal',
    may: [
      'src/config',
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
  { at: 'src/targets', may: ['src/domain', 'src/refusal.ts'] },
  { at: 'src/checks', may: ['src/domain', 'src/refusal.ts'] },
  { at: 'commands', may: ['src/usecases', 'src/slack', 'src/domain', 'src/refusal.ts'] },
  { at: 'migrations', may: [], packages: ['knex'] },
  { at: 'sandbox', may: ['src/domain'] },
]

interface Room {
  readonly at: string
  readonly may: readonly string[] | 'anything'
  /** Packages it may import, by the beginning of their names; without it, any. */
  readonly packages?: readonly string[]
}

const ROOT = new URL('..', import.meta.url).pathname
const LONGEST = 250

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js|mjs)$/.test(name))
    .map((name) => join(folder, name))
}

const files = ['src', 'commands', 'sandbox', 'migrations'].flatMap(filesOf).sort()
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
  const isPackage = !/^(src|commands|sandbox|migrations|tests|bench)\//.test(imported)
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
  expect(isAllowed('src/domain/state/stage.ts', 'src/store/rows.ts')).toBe(false)
  expect(isAllowed('src/domain/state/stage.ts', 'knex')).toBe(false)
  expect(isAllowed('src/domain/state/stage.ts', 'src/log.ts')).toBe(false)
  expect(isAllowed('commands/show.ts', 'src/store/rows.ts')).toBe(false)
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

test(`no file is longer than ${LONGEST} lines`, () => {
  const long = [...text].map(([file, content]) => [file, content.split('\n').length - 1] as const)
  expect(long.filter(([, lines]) => lines > LONGEST)).toEqual([])
})

test('nothing is exported by default', () => {
  expect(files.filter((file) => /^export default\b|\bas default\b/m.test(text.get(file) ?? ''))).toEqual([])
})
