import { Frozen } from '../../domain/freezes.ts'
import { type Action, may } from '../../domain/permission/permission.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { possibleVerbs, type StageVerb, WrongStage } from '../../domain/state/stage.ts'
import { Refusal } from '../../refusal.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { withStandInsOf } from '../../usecases/reads/stand-ins.ts'
import type { Act } from '../context.ts'

/** Does it; where the stage does not allow it, the Refusal says what this person can do instead. */
export async function offering<T>(act: Act, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Frozen) throw await offered(act, error)
    if (!(error instanceof WrongStage)) throw error
    throw new Refusal(error.code, `${error.message}${await offerWords(act, error.key)}`)
  }
}

/** The same, with whether this person may launch despite it. */
async function offered({ deps, actor }: Act, frozen: Frozen): Promise<Frozen> {
  const { campaign } = await readState(deps, actor, { id: frozen.campaignId })
  const { override } = frozen
  const mine = may('launch_despite', actor, { campaign, override }, await deps.members())
  return mine ? new Frozen(frozen.message, { ...frozen, offered: true }) : frozen
}

/** What is a command, and who may. What follows by itself (it goes live, a request expires) is nobody's. */
const COMMANDS: readonly { readonly verb: StageVerb; readonly action: Action }[] = [
  { verb: 'submit', action: 'submit' },
  { verb: 'approve', action: 'decide' },
  { verb: 'decline', action: 'decide' },
  { verb: 'withdraw', action: 'withdraw' },
  { verb: 'launch', action: 'launch' },
  { verb: 'pause', action: 'pause' },
  { verb: 'resume', action: 'resume' },
  { verb: 'stop', action: 'stop' },
  { verb: 'cancel', action: 'cancel' },
  { verb: 'conclude', action: 'conclude' },
]

async function offerWords({ deps, actor }: Act, key: string): Promise<string> {
  const state = await readState(deps, actor, { teamId: actor.teamId, key })
  const members = await withStandInsOf(deps, actor.teamId, await deps.members())
  const possible = possibleVerbs(state.campaign.stage)
  const mine = COMMANDS.filter(({ verb, action }) => possible.includes(verb) && mayDo(action, state))
  if (mine.length === 0) return ''
  return ` You can: ${mine.map(({ verb }) => `\`/campaign ${verb} ${key}\``).join(', ')}.`

  function mayDo(action: Action, on: CampaignState): boolean {
    const { request } = on
    if (action === 'decide') return request !== null && may('decide', actor, { ...on, request }, members)
    return may(action as 'submit', actor, on, members)
  }
}
