import { nameWords } from '../../domain/brief/words.ts'
import { type Quarter, quarterText } from '../../domain/growth/quarter.ts'
import { checkedTasks } from '../../domain/readiness/checks.ts'
import type { CampaignRef } from '../../domain/state/campaign.ts'
import { isBeforeLaunch, stageWords } from '../../domain/state/stage.ts'
import { askChecks } from '../../usecases/checks.ts'
import { sendLedger } from '../../usecases/growth.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { readGrowth } from '../../usecases/reads/growth.ts'
import { sendSql } from '../../usecases/sql.ts'
import { checksMessage } from '../cards/checks.ts'
import { growthMessage, ledgerComing } from '../cards/growth.ts'
import { resultsMessage } from '../cards/results.ts'
import { sqlComing } from '../cards/sql.ts'
import type { Act } from '../context.ts'
import type { Message } from '../kit/surfaces.ts'
import { drawn, said } from './said.ts'

/** Answers that cost a warehouse or the database much: shared, and limited a person. */

export async function resultsNow(act: Act, ref: CampaignRef): Promise<Message> {
  const { deps, actor } = act
  const state = await readState(deps, actor, ref)
  const { id, brief, stage } = state.campaign
  if (isBeforeLaunch(stage))
    return said(act, `${nameWords(brief)} is not launched yet: it is ${stageWords(stage)}.`)
  const what = `results of ${id} by ${JSON.stringify(brief)}`
  const reading = await deps.sparing(actor, what, () => deps.readCampaign(state))
  const { readout, headline } = reading
  return drawn(act, [state, reading], (look) => resultsMessage(readout, headline, state, look))
}

/** Of all tasks that have a check, or of task `n`. Throws a Refusal where there is nothing to ask. */
export async function checksNow(act: Act, ref: CampaignRef, n: number | null): Promise<Message> {
  const { deps, actor } = act
  const state = await readState(deps, actor, ref)
  const tasks = checkedTasks(state, n)
  const what = `checks of ${state.campaign.id}: ${tasks.map(({ check }) => check).join(' ')}`
  const asked = await deps.sparing(actor, what, () => askChecks(deps, state, tasks))
  return drawn(act, asked, (look) => checksMessage(asked.tasks, state, look))
}

/** Promises the SQL as a file; where there is nothing to run, that is said at once. */
export async function sqlSoon(act: Act, ref: CampaignRef): Promise<Message> {
  const { deps, actor } = act
  const state = await readState(deps, actor, ref)
  deps.readingSql(state)
  const what = `sql of ${state.campaign.id} by ${act.triggerId}`
  await deps.sparing(actor, what, () => sendSql(deps, actor, { id: state.campaign.id }))
  return said(act, sqlComing(state))
}

/** `more` is said beneath it. */
export async function growthNow(act: Act, quarter: Quarter, more?: string): Promise<Message> {
  const { deps, actor } = act
  const what = `growth of ${quarterText(quarter)}`
  const ledger = await deps.sparing(actor, what, () => readGrowth(deps, actor, quarter, deps.timeZone))
  return drawn(act, ledger, (look) => growthMessage(ledger, look, more))
}

/** Promises a quarter's picture and CSV; gives the words for who asked. */
export async function ledgerSoon({ deps, actor, triggerId }: Act, quarter: Quarter): Promise<string> {
  const what = `ledger of ${quarterText(quarter)} by ${triggerId}`
  await deps.sparing(actor, what, () => sendLedger(deps, actor, quarter, deps.timeZone))
  return ledgerComing(quarter)
}
