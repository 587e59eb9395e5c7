/** Whether a compressed file is whole: DuckDB takes one that was cut for a shorter one. */
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { reasonOf, WarehouseError } from '../error.ts'
import type { File } from './csv.ts'

/** Throws a WarehouseError for a .gz or .zst that ends too early, or is something else. */
export async function refuseCut(file: File): Promise<void> {
  if (/\.gz$/i.test(file.path)) await unzip(file)
  if (/\.zst$/i.test(file.path)) await walk(file)
}

function cut({ label }: File): WarehouseError {
  return new WarehouseError('query', `${label} ends too early: it was cut while it was written or copied`)
}

/** Only who unpacks a gzip to its end knows whether it is whole. */
async function unzip(file: File): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  try {
    await pipeline(createReadStream(file.path), createGunzip(), nowhere)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'Z_BUF_ERROR') throw cut(file)
    if (!code?.startsWith('Z_')) throw error
    throw new WarehouseError('query', `${file.label} is no gzip, or is broken: ${reasonOf(error)}`)
  }
}

// RFC 8878: numbers are little-endian.
const FRAME = 0xfd2fb528
const SKIPPED = 0x184d2a50
const DICTIONARY = [0, 1, 2, 4]
const CONTENT_SIZE = [0, 2, 4, 8]
const RLE = 1

/** From block to block, whose sizes a zstd tells without being unpacked. */
async function walk(file: File): Promise<void> {
  const handle = await open(file.path)
  try {
    const { size } = await handle.stat()
    let at = 0
    while (at < size) at = await afterFrame(handle, at, file)
    if (at > size) throw cut(file)
  } finally {
    await handle.close()
  }
}

async function afterFrame(handle: FileHandle, start: number, file: File): Promise<number> {
  const magic = await numberAt(handle, start, 4, file)
  if ((magic & 0xfffffff0) >>> 0 === SKIPPED) return start + 8 + (await numberAt(handle, start + 4, 4, file))
  if (magic !== FRAME) throw new WarehouseError('query', `${file.label} is no zstd, or is broken`)
  const flags = await numberAt(handle, start + 4, 1, file)
  const single = (flags >> 5) & 1
  const sized = CONTENT_SIZE[flags >> 6] || single
  let at = start + 5 + (1 - single) + (DICTIONARY[flags & 3] ?? 0) + sized
  for (let last = false; !last; ) {
    const block = await numberAt(handle, at, 3, file)
    last = (block & 1) === 1
    at += 3 + (((block >> 1) & 3) === RLE ? 1 : block >> 3)
  }
  const checksum = (flags >> 2) & 1
  return at + 4 * checksum
}

async function numberAt(handle: FileHandle, at: number, bytes: number, file: File): Promise<number> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, at)
  if (bytesRead < bytes) throw cut(file)
  return buffer.readUIntLE(0, bytes)
}
