import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'

/** A text file that is in no encoding that we read; its message says so, to go behind the file's name. */
export class NoText extends Error {
  override readonly name = 'NoText'
}

const MARKS = [
  { encoding: 'utf-8', mark: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
] as const

/** The text of a file that somebody wrote by hand: UTF-8, or UTF-16 with its mark, as PowerShell writes it. Throws a NoText for anything else. */
export function readTextFile(path: string): string {
  return decoded(readFileSync(path))
}

export function decoded(bytes: Buffer): string {
  const marked = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte))
  // A TextDecoder drops the mark of its own encoding.
  if (marked && (marked.encoding !== 'utf-8' || isUtf8(bytes)))
    return new TextDecoder(marked.encoding).decode(bytes)
  if (bytes.includes(0)) throw new NoText('is UTF-16 without a mark, or no text: save it as UTF-8')
  if (!isUtf8(bytes)) throw new NoText('is not in UTF-8: save it as UTF-8')
  return bytes.toString('utf8')
}
