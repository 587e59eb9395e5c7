import type { WebClient } from '@slack/web-api'
import { WebAPIPlatformError } from '@slack/web-api'
import { mimetypeIn, uploadIn } from '../answers.ts'
import { outcomeOf } from '../outcome.ts'

/** A file as it is uploaded to the bot alone: no channel is told of it. */
interface UploadedFile {
  readonly filename: string
  readonly bytes: Uint8Array
}

/** How far an upload had come when it was written down; `begun` leaves open whether its bytes arrived. */
export interface KnownUpload {
  readonly state: 'begun' | 'uploaded'
  readonly fileId: string
}

/** How a step of an upload ended. `wait`: look again then. `failed`: nothing more is tried. */
export type UploadStep =
  | { readonly is: 'usable'; readonly fileId: string }
  | { readonly is: 'wait'; readonly ms: number }
  | { readonly is: 'failed'; readonly error: unknown }

interface UploadDeps {
  readonly client: WebClient
  readonly make: () => Promise<UploadedFile>
  /** Written down before what follows, so that it is never done twice unseen. */
  readonly record: (known: KnownUpload) => Promise<void>
}

const LOOK_AGAIN: UploadStep = { is: 'wait', ms: 1_000 }
const PATIENCE_MS = 10_000

/** Brings an upload a step further: looks up what is known of it, and only where there is nothing uploads. */
export async function uploadFurther(deps: UploadDeps, known: KnownUpload | null): Promise<UploadStep> {
  const found = known && (await tried(() => stateOf(deps.client, known.fileId)))
  if (found?.is === 'failed') return found.wait ?? LOOK_AGAIN
  if (known && found?.value === 'usable') return { is: 'usable', fileId: known.fileId }
  // Slack may need a moment to find what it has just taken.
  if (found?.value === 'processing' || known?.state === 'uploaded') return LOOK_AGAIN
  return upload(deps)
}

async function upload({ client, make, record }: UploadDeps): Promise<UploadStep> {
  const begun = await tried(async () => {
    const file = await make()
    const { filename, bytes } = file
    const place = await client.files.getUploadURLExternal({ filename, length: bytes.length })
    return { file, ...uploadIn(place) }
  })
  if (begun.is === 'failed') return begun.wait ?? { is: 'failed', error: begun.error }
  const { file, url, fileId } = begun.value
  await record({ state: 'begun', fileId })
  const sent = await tried(() => send(url, file.bytes))
  if (sent.is === 'failed') return { is: 'failed', error: sent.error }
  const completed = await tried(() => complete(client, fileId, file.filename))
  if (completed.is === 'failed') return { is: 'failed', error: completed.error }
  await record({ state: 'uploaded', fileId })
  return LOOK_AGAIN
}

/** Says that the bytes are all; where the answer is lost, whether Slack has the file tells. */
async function complete(client: WebClient, id: string, title: string): Promise<void> {
  const completed = await tried(() => client.files.completeUploadExternal({ files: [{ id, title }] }))
  if (completed.is === 'done') return
  if (!completed.unknown || (await stateOf(client, id)) === 'missing') throw completed.error
}

async function send(url: string, bytes: Uint8Array): Promise<void> {
  const taken = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (!taken.ok) throw new Error(`Slack did not take the file: HTTP ${taken.status}`)
}

/** Slack looks at what was uploaded before a block may name it, and refuses the message until then. */
async function stateOf(client: WebClient, file: string): Promise<'usable' | 'processing' | 'missing'> {
  try {
    const mimetype = mimetypeIn(await client.files.info({ file }))
    return mimetype ? 'usable' : 'processing'
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error === 'file_not_found') return 'missing'
    throw error
  }
}

type Tried<T> =
  | { readonly is: 'done'; readonly value: T }
  | {
      readonly is: 'failed'
      readonly error: unknown
      readonly wait: UploadStep | null
      readonly unknown: boolean
    }

/** A call's value, or how it failed: Slack asked to wait, it may have been carried out, or neither. */
async function tried<T>(call: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { is: 'done', value: await call() }
  } catch (error) {
    const outcome = slackOutcome(error)
    const wait = outcome?.is === 'limited' ? ({ is: 'wait', ms: outcome.seconds * 1_000 } as const) : null
    return { is: 'failed', error, wait, unknown: outcome?.is === 'unknown' }
  }
}

function slackOutcome(error: unknown) {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && code.startsWith('slack_webapi') ? outcomeOf(error) : null
}
