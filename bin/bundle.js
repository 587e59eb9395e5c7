// Plain JavaScript: it is what makes TypeScript run.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = realpathSync(fileURLToPath(new URL('..', import.meta.url)))
const BUNDLES = join(ROOT, '.bundle')
/** What the bundle is made of; the last one changes with each install. */
const SOURCES = ['src', 'commands', 'sandbox', 'bin', 'package.json', 'node_modules/.package-lock.json']
const ENTRIES = { main: 'src/main.ts', terminal: 'src/terminal/main.ts' }

/**
 * Packages that bring more than JavaScript, one that only PostgreSQL needs, and those that may not be there: ours, and
 * what knex and pg ask for.
 */
const OUTSIDE = ['sqlite3', '@duckdb/node-api', '@resvg/resvg-js', 'esbuild', 'graphile-worker']
const ASKING = ['package.json', 'node_modules/knex/package.json', 'node_modules/pg/package.json']
/** CommonJS within the bundle finds what it is used to. */
const COMMON_JS = `
import { createRequire as createRequireHere } from 'node:module'
const require = createRequireHere(import.meta.url)
const { filename: __filename, dirname: __dirname } = (({ fileURLToPath }, { dirname }) => {
  const filename = fileURLToPath(import.meta.url)
  return { filename, dirname: dirname(filename) }
})(require('node:url'), require('node:path'))
`
const DAY_MS = 86_400_000
const UNWRITABLE = ['EACCES', 'EPERM', 'EROFS']

/**
 * The bundle of `main` or `terminal` as a module to import. It is made where a source has changed since the last one.
 * @param {keyof typeof ENTRIES} entry
 * @returns {Promise<string>} a file URL
 */
export async function bundled(entry) {
  const folder = join(BUNDLES, stateOfSources())
  const made = existsSync(folder) ? folder : await make(folder)
  return pathToFileURL(join(made, `${entry}.js`)).href
}

/** Names, sizes and times of all sources: a look at each takes a fortieth of reading them. */
function stateOfSources() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(filesIn)) {
    const { size, mtimeMs } = statSync(join(ROOT, file))
    hash.update(`${file} ${size} ${Math.floor(mtimeMs / 1_000)}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** @param {string} place */
function filesIn(place) {
  const found = statSync(join(ROOT, place), { throwIfNoEntry: false })
  if (!found?.isDirectory()) return found ? [place] : []
  const entries = readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)))
    .sort()
}

/**
 * Under another name first, so that a start beside this one finds it whole or not at all.
 * @param {string} folder
 */
async function make(folder) {
  const place = await emptyPlace()
  try {
    await build(place)
    await chmod(place, 0o755) // whoever may read the sources
  } catch (error) {
    await rm(place, { recursive: true })
    throw error
  }
  if (!place.startsWith(BUNDLES)) return place
  try {
    await rename(place, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    await rm(place, { recursive: true }) // the start beside this one was quicker
  }
  await removeOld(folder)
  return folder
}

/** Beside the sources; where they can't be written to, a folder for this process alone. */
async function emptyPlace() {
  try {
    await mkdir(BUNDLES, { recursive: true })
    return await mkdtemp(join(BUNDLES, 'new-'))
  } catch (error) {
    if (!UNWRITABLE.includes(error.code)) throw error
    const place = await mkdtemp(join(realpathSync(tmpdir()), 'stairway-bundle-'))
    await symlink(join(ROOT, 'node_modules'), join(place, 'node_modules'))
    process.once('exit', () => rmSync(place, { recursive: true, force: true }))
    return place
  }
}

/** @param {string} place */
async function build(place) {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: place,
    bundle: true,
    minifyWhitespace: true, // a sixth less to load
    splitting: true, // what only the workspace needs is a file of its own
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: [...OUTSIDE, ...ASKING.flatMap(mayBeMissing)],
    banner: { js: COMMON_JS },
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent', // what it throws says the same
    plugins: [{ name: 'own addresses', setup: (build) => keepAddresses(build, place) }],
  })
}

/** @param {string} file */
function mayBeMissing(file) {
  const { devDependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
  return Object.keys({ ...devDependencies, ...peerDependencies })
}

/**
 * A source goes on finding its files (migrations, the painter's thread, the manifest) from where it lies itself.
 * @param {import('esbuild').PluginBuild} build
 * @param {string} place
 */
function keepAddresses(build, place) {
  build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const text = readFileSync(path, 'utf8')
    if (path.includes('node_modules') || !text.includes('import.meta.url')) return undefined
    const own = JSON.stringify(relative(place, path).replaceAll('\\', '/'))
    return {
      loader: 'ts',
      contents: text.replaceAll('import.meta.url', `new URL(${own}, import.meta.url).href`),
    }
  })
}

/**
 * A running Stairway has read its bundle whole, so that a day is patient.
 * @param {string} newest
 */
async function removeOld(newest) {
  for (const name of await readdir(BUNDLES)) {
    const path = join(BUNDLES, name)
    const found = statSync(path, { throwIfNoEntry: false }) // a start beside this one renames and removes too
    if (found && path !== newest && Date.now() - found.mtimeMs > DAY_MS)
      await rm(path, { recursive: true, force: true })
  }
}
