import { readFile, stat } from 'node:fs/promises'
import { fetchedWell, MOST_BYTES, type Place } from '../fetched.ts'
import { Unread } from '../unread.ts'
import { type CloudFiles, type CloudJob, cloudFiles } from './cloud.ts'

/** Where the files of dbt lie. */
export type Source =
  | { readonly path: string; readonly manifest: string | null }
  | { readonly place: Place; readonly manifest: Place | null }
  | { readonly job: CloudJob; readonly artifact: string; readonly tags: boolean }

/** Throws Unread where one can't be had. */
export async function filesOf(source: Source, signal: AbortSignal): Promise<CloudFiles> {
  if ('job' in source) return cloudFiles(source.job, source, signal)
  if ('path' in source) {
    const manifest = source.manifest === null ? null : await readText(source.manifest)
    return { where: nameOf(source.path), artifacts: [await readText(source.path)], manifest }
  }
  const { place, manifest } = source
  return {
    where: new URL(place.url).host,
    artifacts: [await fetchedWell(place, signal)],
    manifest: manifest && (await fetchedWell(manifest, signal)),
  }
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > MOST_BYTES) throw new Unread(`${nameOf(path)} is larger than ${MOST_BYTES / 1_000_000} MB`)
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Unread) throw error
    const { code } = error as { code?: string }
    throw new Unread(
      code === 'ENOENT'
        ? `${nameOf(path)} is not there`
        : `${nameOf(path)} can’t be read (${code ?? 'why is not known'})`,
    )
  }
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
