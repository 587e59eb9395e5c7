import type { WebClient } from '@slack/web-api'
import { WebAPIPlatformError } from '@slack/web-api'
import { openedIn, uploadIn } from '../answers.ts'
import { type Failed, outcomeOf } from '../outcome.ts'

/** A file that a person gets. */
export interface SharedFile {
  /** With its ending, which says what opens it. */
  readonly filename: string
  readonly bytes: Uint8Array
  /** Of a picture. */
  readonly alt?: string
}

interface Share {
  readonly person: string
  /** Mrkdwn, above the files. */
  readonly comment: string
  readonly files: readonly SharedFile[]
}

/** As with a post: `unknown` may have been carried out, so what Slack has is looked up before it is done again. */
export type Shared = { readonly is: 'done' } | Failed

interface ShareDeps {
  readonly client: WebClient
  /** Writes the ids of the files down before Slack is told to share them. */
  readonly record: (fileIds: readonly string[]) => Promise<void>
}

const PATIENCE_MS = 10_000

/** Sends files in one direct message, once: `known` are the ids that an earlier try wrote down. */
export async function shareFiles(deps: ShareDeps, share: Share, known: readonly string[]): Promise<Shared> {
  try {
    if (!(await isShared(deps.client, known))) await shareAnew(deps, share)
    return { is: 'done' }
  } catch (error) {
    return outcomeOf(error)
  }
}

async function shareAnew({ client, record }: ShareDeps, { person, comment, files }: Share): Promise<void> {
  // A file can't be shared with a user id: the conversation is opened first.
  const channel = openedIn(await client.conversations.open({ users: person }))
  const ids: string[] = []
  for (const file of files) ids.push(await upload(client, file))
  await record(ids)
  const titled = files.map(({ filename }, i) => ({ id: ids[i] ?? '', title: filename }))
  const [first, ...others] = titled
  if (!first) return
  try {
    await client.files.completeUploadExternal({
      files: [first, ...others],
      channel_id: channel,
      initial_comment: comment,
    })
  } catch (error) {
    // Whoever took the bytes was not Slack: they are sent anew.
    throw isMissing(error) ? new Error('Slack never had the file') : error
  }
}

/** Puts the bytes where Slack says; nobody sees them before the upload is completed. */
async function upload(client: WebClient, { filename, bytes, alt }: SharedFile): Promise<string> {
  const asked = { filename, length: bytes.length, ...(alt ? { alt_txt: alt } : {}) }
  const { url, fileId } = uploadIn(await client.files.getUploadURLExternal(asked))
  const taken = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (!taken.ok) throw new Error(`Slack did not take the file: HTTP ${taken.status}`)
  return fileId
}

/** Completing and sharing is one call: a file that Slack knows was shared by it. */
async function isShared(client: WebClient, [first]: readonly string[]): Promise<boolean> {
  if (first === undefined) return false
  try {
    await client.files.info({ file: first })
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof WebAPIPlatformError && error.data.error === 'file_not_found'
}
