import { randomUUID } from 'node:crypto'
import { type Answer, type Args, asList, asText, isRecord } from './types.ts'

/** A file that somebody can see; `content` is its bytes in base64. */
export interface KeptFile {
  readonly id: string
  readonly name: string
  readonly mimetype: string
  readonly content: string
}

/** The files of the workspace: room is asked for, the bytes are sent, and only then it is a file. */
export interface Files {
  /** An address below `base` that takes the bytes of one file. */
  begin(base: string, args: Args): Answer
  /** What came to such an address; false where it is not what was announced. */
  take(path: string, bytes: Buffer): boolean
  complete(args: Args): Answer
  info(args: Args): Answer
  /** What speaks against the pictures that a message or view shows. */
  problemsOf(payload: unknown): string[]
  read(id: string): KeptFile | undefined
  kept(): KeptFile[]
  restore(files: readonly KeptFile[]): void
}

interface Upload {
  readonly id: string
  readonly name: string
  readonly length: number
  /** For readers who don't see it. */
  readonly alt: string
  bytes?: Buffer
}

const UPLOADS = '/upload/'
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])

/** Longer than most since what is asked for, sent and looked at is one state. */
export function createFiles(): Files {
  const asked = new Map<string, Upload>()
  const files = new Map<string, KeptFile>()
  /** Completed and not looked at yet: Slack finds out what it was given after it has said thanks. */
  const unseen = new Set<string>()
  let count = 0
  return {
    begin(base, args) {
      const [name, length] = [asText(args.filename), Number(args.length)]
      if (name === '' || !Number.isInteger(length) || length < 1)
        return { ok: false, error: 'invalid_arguments' }
      count += 1
      const [id, path] = [`F0${String(count).padStart(6, '0')}`, `${UPLOADS}${randomUUID()}`]
      asked.set(path, { id, name, length, alt: asText(args.alt_txt) })
      return { ok: true, file_id: id, upload_url: base + path }
    },
    take(path, bytes) {
      const upload = asked.get(path)
      if (upload?.length !== bytes.length) return false
      upload.bytes = bytes
      return true
    },
    complete(args) {
      const wanted = listed(args.files).map(({ id }) => [...asked].find(([, upload]) => upload.id === id))
      const sent = wanted.flatMap((each) => (each?.[1].bytes ? [each] : []))
      if (sent.length === 0 || sent.length < wanted.length) return { ok: false, error: 'file_not_found' }
      for (const [path, upload] of sent) {
        asked.delete(path)
        unseen.add(upload.id)
        files.set(upload.id, fileOf(upload))
      }
      return {
        ok: true,
        files: sent.map(([, { id, name, alt }]) => {
          const mimetype = files.get(id)?.mimetype
          return { id, title: name, mimetype, ...(alt ? { alt_txt: alt } : {}) }
        }),
      }
    },
    info(args) {
      const file = files.get(asText(args.file))
      if (!file) return { ok: false, error: 'file_not_found' }
      const { id, name } = file
      const mimetype = unseen.delete(id) ? '' : file.mimetype
      return { ok: true, file: { id, name, mimetype } }
    },
    problemsOf: (payload) =>
      filesIn(payload).flatMap((id) => {
        const file = files.get(id)
        const shown = file && !unseen.has(id) && file.mimetype.startsWith('image/')
        return shown ? [] : [`blocks: invalid slack file: ${id}`]
      }),
    read: (id) => files.get(id),
    kept: () => [...files.values()],
    restore(kept) {
      for (const file of kept) files.set(file.id, file)
      count = Math.max(count, ...kept.map(({ id }) => Number(id.slice(2))))
    },
  }
}

function fileOf({ id, name, bytes = Buffer.alloc(0) }: Upload): KeptFile {
  const mimetype = bytes.subarray(0, 4).equals(PNG) ? 'image/png' : 'application/octet-stream'
  return { id, name, mimetype, content: bytes.toString('base64') }
}

/** @slack/web-api sends lists as JSON in a form field. */
function listed(files: unknown): Record<string, unknown>[] {
  return asList(typeof files === 'string' ? JSON.parse(files) : files).filter(isRecord)
}

/** The ids that `slack_file` names anywhere in a payload. */
function filesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(filesIn)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'slack_file' && isRecord(inner) ? [asText(inner.id)] : filesIn(inner),
  )
}
