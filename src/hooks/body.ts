import type { IncomingMessage } from 'node:http'
import { parse, YAMLError } from 'yaml'

/** 256 kB. */
const MOST_BYTES = 256 * 1_024
/** So much is heard to its end: who is cut off while they send never reads why. */
const MOST_HEARD = 64 * MOST_BYTES

/** Why a request is answered with `status`, in words for who sent it. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Reader = (text: string) => unknown

const READERS: Readonly<Record<string, Reader>> = {
  'application/json': JSON.parse,
  'application/yaml': (text) => parse(text),
  'application/x-yaml': (text) => parse(text),
  'text/yaml': (text) => parse(text),
}

/** What the readers say of text that is none of theirs: names that lead nowhere or to too much, and nesting without end, too. */
const UNREADABLE = [SyntaxError, YAMLError, ReferenceError, RangeError]

/** The document that a request holds. Throws Refused where it is too large, or can't be read as what it says it is. */
export async function documentIn(request: IncomingMessage): Promise<unknown> {
  const read = readerOf(request)
  const text = await textIn(request)
  try {
    return read(text)
  } catch (error) {
    if (!(error instanceof Error) || !UNREADABLE.some((each) => error instanceof each)) throw error
    throw new Refused(400, `the body can't be read: ${firstLine(error.message)}`)
  }
}

function readerOf({ headers }: IncomingMessage): Reader {
  const said = headers['content-type'] ?? ''
  const read = READERS[said.split(';')[0]?.trim().toLowerCase() ?? '']
  if (read) return read
  const saw = said === '' ? 'none' : said.slice(0, 60)
  throw new Refused(400, `content-type: expected application/json or application/yaml, saw ${saw}`)
}

async function textIn(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
    else if (size > MOST_HEARD) break
  }
  if (size > MOST_BYTES) throw tooLarge()
  return utf8(Buffer.concat(chunks))
}

function tooLarge(): Refused {
  return new Refused(413, 'the body is larger than 256 kB')
}

/** Throws Refused for bytes that are no UTF-8; a byte order mark is left out. */
function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refused(400, "the body can't be read: it is no UTF-8")
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200)
}
