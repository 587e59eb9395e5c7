import { type Quarter, quarterText, quarterWords } from '../domain/growth/quarter.ts'
import type { Notice } from '../domain/message.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import { subjectOf } from '../domain/subject.ts'
import { ensureMessage, loadMessage, saveData, saveDelivery } from '../store/messages.ts'
import type { Deps, JobKinds } from './deps.ts'
import { postToTeam } from './outbox.ts'
import type { AskedLedger } from './reads/messages.ts'
import { transact } from './transaction.ts'

/** Sends a quarter's picture and CSV to who asks, by direct message; the same payload twice sends them once. */
export async function sendLedger(deps: Deps, actor: Actor, quarter: Quarter, zone: string): Promise<void> {
  refuseUnless('read_growth', actor, null, await deps.members())
  const { teamId, userId, delivery } = actor
  const asked: AskedLedger = { quarter, zone }
  return transact(deps, async (open) => {
    const message = {
      teamId,
      campaignId: null,
      kind: 'ledger',
      subject: subjectOf('ledger', quarterText(quarter), delivery ?? deps.now()),
      target: userId,
      data: asked,
    } as const
    const messageId = await ensureMessage(open.db, message, deps.now())
    await open.enqueue(open.db, 'send_ledger', { teamId, messageId, person: userId })
  })
}

/** Writes down which files are about to be shared. */
export async function recordUpload(
  { db }: Pick<Deps, 'db'>,
  messageId: number,
  fileIds: readonly string[],
): Promise<void> {
  const message = await loadMessage(db, messageId)
  if (message) await saveData(db, messageId, { ...message.data, fileIds })
}

export function recordSent({ db, now }: Pick<Deps, 'db' | 'now'>, messageId: number): Promise<void> {
  return saveDelivery(db, messageId, { state: 'sent', sentAt: now(), error: null })
}

/** Says to who asked that the files won't come, and why. */
export function ledgerGivenUp(
  deps: Deps,
  { teamId, messageId }: JobKinds['send_ledger'],
  why: string,
): Promise<void> {
  return transact(deps, async (open) => {
    const message = await loadMessage(open.db, messageId)
    if (!message) return
    await saveDelivery(open.db, messageId, { state: 'dead', error: why.slice(0, 200) })
    const { quarter } = message.data as AskedLedger
    const words = `The picture and the CSV of ${quarterWords(quarter)} could not be sent (${why}). The figures can be read here.`
    const data: Notice = { words, offers: ['growth'], quarter }
    const subject = subjectOf('ledger', messageId, 'failed')
    await postToTeam(open, { teamId, kind: 'notice', subject, target: message.target, data })
  })
}
