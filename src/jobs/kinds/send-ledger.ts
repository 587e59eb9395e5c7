import type { Ledger } from '../../domain/growth/ledger.ts'
import { ledgerCsv } from '../../domain/growth/ledger-csv.ts'
import { quarterText } from '../../domain/growth/quarter.ts'
import { growthPicture } from '../../pictures/growth.ts'
import type { Painter } from '../../pictures/painter.ts'
import { sentLedgerWords } from '../../slack/cards/growth.ts'
import type { DeliveryDeps } from '../../slack/delivery/delivery.ts'
import { type Shared, type SharedFile, shareFiles } from '../../slack/delivery/share.ts'
import type { Deps, JobKinds } from '../../usecases/deps.ts'
import { ledgerGivenUp, recordSent, recordUpload } from '../../usecases/growth.ts'
import { ledgerToSend } from '../../usecases/reads/messages.ts'
import { within } from '../../usecases/transaction.ts'
import { GiveUp, type JobKind, RetryAt } from '../contract.ts'
import { slackLane } from './deliver.ts'

export interface LedgerDeps extends Deps, Pick<DeliveryDeps, 'delivery'> {
  readonly painter: Pick<Painter, 'paint'>
}

export function sendLedgerKind(deps: LedgerDeps): JobKind<JobKinds['send_ledger']> {
  return {
    urgent: true,
    attempts: 6,
    key: ({ messageId }) => `ledger:${messageId}`,
    lane: ({ person }) => slackLane(person),
    run: (payload) => sendLedgerFiles(deps, payload),
    whenDead: (tx, { payload, why }) => ledgerGivenUp(within(tx, deps), payload, why),
  }
}

/** Draws a quarter's ledger, writes its CSV, and sends both to who asked: once. */
async function sendLedgerFiles(deps: LedgerDeps, { messageId }: JobKinds['send_ledger']): Promise<void> {
  const wanted = await ledgerToSend(deps, messageId)
  if (!wanted) return
  const { person, ledger, fileIds } = wanted
  const files = await filesOf(deps, ledger)
  const record = (ids: readonly string[]) => recordUpload(deps, messageId, ids)
  const share = { person, comment: sentLedgerWords(ledger).source, files }
  settle(deps, await shareFiles({ client: deps.delivery, record }, share, fileIds))
  await recordSent(deps, messageId)
}

async function filesOf({ painter }: LedgerDeps, ledger: Ledger): Promise<SharedFile[]> {
  const name = `growth-${quarterText(ledger.quarter)}`
  const file = { filename: `${name}.csv`, bytes: new TextEncoder().encode(ledgerCsv(ledger)) }
  const drawn = growthPicture(ledger)
  if (!drawn) return [file]
  return [{ filename: `${name}.png`, bytes: await painter.paint(drawn.picture), alt: drawn.alt }, file]
}

/** What becomes of a job whose files were shared, or not. */
export function settle({ now }: Pick<Deps, 'now'>, shared: Shared): void {
  if (shared.is === 'limited')
    throw new RetryAt(new Date(now().getTime() + shared.seconds * 1_000), 'Slack asked to wait')
  if (shared.is === 'refused') throw new GiveUp(shared.error)
  if (shared.is === 'unknown') throw new Error(shared.error)
}
