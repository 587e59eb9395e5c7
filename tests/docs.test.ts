import { existsSync, readdirSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readCommand } from '../commands/index.ts'
import type { Catalog } from '../src/domain/catalog/catalog.ts'
import { BUILT_IN_TEMPLATES } from '../src/domain/catalog/templates.ts'
import { read } from './support/slack-use.ts'

const DECISIONS = readdirSync(new URL('../docs/decisions/', import.meta.url)).map(
  (name) => `docs/decisions/${name}`,
)
const PAGES = [
  'README.md',
  'docs/house.md',
  'docs/words.md',
  'docs/style.md',
  'docs/journeys.md',
  'docs/approvals.md',
  'docs/operations.md',
  'docs/libraries.md',
  'docs/workspace.md',
  'docs/statistics.md',
  'docs/pictures.md',
  'docs/readout.md',
  'docs/measured.md',
  'docs/checks.md',
  'docs/refusals.md',
  'docs/texts.md',
  ...DECISIONS,
]

/** Where a page's places are told from: rooms of `src/` are named without it, as those of the sandbox are in its own page. */
const ROOTS = ['', 'src/', 'sandbox/']
const ROOT = new URL('../', import.meta.url)

const CATALOG: Catalog = {
  teams: [],
  policies: [],
  templates: BUILT_IN_TEMPLATES,
  warehouses: [],
  exposures: [],
  metrics: [],
  targets: [],
  checks: [],
  freezes: [],
}

test('every command of the README is one that Stairway reads', async () => {
  const lines = [...(await read('README.md')).matchAll(/^\/campaign (.+)$/gm)].map((match) => match[1] ?? '')
  expect(lines.length).toBeGreaterThan(9)
  const at = { now: new Date('2026-03-02T08:00:00Z'), zone: 'UTC', channel: 'C1', catalog: CATALOG }
  for (const line of lines) {
    const { command, words } = readCommand(line)
    expect(() => command.parse(words, at), line).not.toThrow()
  }
})

test.each(PAGES)('the links of %s lead somewhere', async (page) => {
  const links = [...(await read(page)).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? '')
  for (const link of links) {
    const target = new URL(link, new URL(`../${page}`, import.meta.url))
    await expect(access(target), link).resolves.toBeUndefined()
  }
})

test.each(PAGES)('the files and folders that %s names are there', async (page) => {
  const named = [
    ...(await read(page)).matchAll(/`((?:[\w-]+\/)+(?:[\w.-]+\.(?:tsx?|js|json|yaml)|[\w-]+\/))`/g),
  ]
  const isThere = (place: string) => ROOTS.some((root) => existsSync(new URL(`${root}${place}`, ROOT)))
  expect(named.map(([, place = '']) => place).filter((place) => !isThere(place))).toEqual([])
})

test('the house names every decision', async () => {
  const house = await read('docs/house.md')
  for (const decision of DECISIONS) expect(house).toContain(decision.replace('docs/', ''))
})

test('libraries.md gives the reason of every package, and of no other', async () => {
  const { dependencies, devDependencies, peerDependencies } = JSON.parse(await read('package.json'))
  const [running = '', developing = ''] = (await read('docs/libraries.md')).split('## It is developed with')
  expect(packagesIn(running)).toEqual(Object.keys({ ...dependencies, ...peerDependencies }).sort())
  expect(packagesIn(developing)).toEqual(Object.keys(devDependencies).sort())
})

/** What stands as code in the first column of the tables. */
function packagesIn(page: string): string[] {
  const cells = [...page.matchAll(/^\| (`[^|]*)\|/gm)].map((match) => match[1] ?? '')
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')).sort()
}

test('operations.md names the variables of .env.example', async () => {
  const operations = await read('docs/operations.md')
  const names = [...(await read('.env.example')).matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])
  expect([...operations.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1])).toEqual(names)
})

test('the policies of the example can be met by an owner who is of the team', async () => {
  const { teams, policies } = parse(await read('stairway.example.yaml'))
  for (const { requires } of Object.values(policies) as { requires: Record<string, number> }[])
    for (const [team, count] of Object.entries(requires))
      expect(teams[team].usergroup ?? teams[team].members.length > count, team).toBeTruthy()
})
