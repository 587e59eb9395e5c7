import type { Message } from '../src/slack/kit/surfaces.ts'
import { answer } from './answer.ts'
import { approve } from './approve.ts'
import { arrived } from './arrived.ts'
import { ask } from './ask.ts'
import { breakglass } from './breakglass.ts'
import { brief } from './brief.ts'
import { changes } from './changes.ts'
import { check } from './check.ts'
import type { AnyCommand, TypedAct } from './command.ts'
import { conclude } from './conclude.ts'
import { confirm } from './confirm.ts'
import { decide } from './decide.ts'
import { decline } from './decline.ts'
import { delegate } from './delegate.ts'
import { digest } from './digest.ts'
import { findCommand } from './find.ts'
import { followup } from './followup.ts'
import { followups } from './followups.ts'
import { goOn } from './go-on.ts'
import { growth } from './growth.ts'
import { helpButtons, helpOver } from './help.ts'
import { history } from './history.ts'
import { launch } from './launch.ts'
import { learnings } from './learnings.ts'
import { list } from './list.ts'
import { cancel, pause, resume, stop } from './move.ts'
import { mute, unmute } from './mute.ts'
import { newCampaign } from './new.ts'
import { point } from './point.ts'
import { predict } from './predict.ts'
import { rehearse } from './rehearse.ts'
import { results } from './results.ts'
import { sendAgain } from './send-again.ts'
import { show } from './show.ts'
import { skip } from './skip.ts'
import { submit } from './submit.ts'
import { suggestion } from './suggestion.ts'
import { takeback } from './takeback.ts'
import { task } from './task.ts'
import { tasks } from './tasks.ts'
import { takenBack, undo } from './undo.ts'
import { waiting } from './waiting.ts'
import { withdraw } from './withdraw.ts'
import { Words } from './words.ts'

/** Every subcommand, in the order in which a campaign meets them. */
export const COMMANDS: readonly AnyCommand[] = [
  newCampaign,
  list,
  show,
  history,
  brief,
  tasks,
  task,
  check,
  point,
  rehearse,
  submit,
  predict,
  approve,
  changes,
  decline,
  takeback,
  delegate,
  breakglass,
  withdraw,
  launch,
  confirm,
  sendAgain,
  arrived,
  skip,
  goOn,
  undo,
  takenBack,
  pause,
  resume,
  stop,
  cancel,
  results,
  digest,
  decide,
  suggestion,
  ask,
  followups,
  followup,
  answer,
  conclude,
  learnings,
  growth,
  mute,
  unmute,
  helpOver(() => COMMANDS),
]

/** What the buttons for help show. */
export const HELP_BUTTONS = helpButtons(() => COMMANDS)

/** What was typed after `/campaign` (as Slack escapes it): its command and the words after that. Throws a Refusal for an unknown one. */
export function readCommand(text: string): { readonly command: AnyCommand; readonly words: Words } {
  const words = new Words(text)
  const name = words.next()
  const command = name === null ? waiting : findCommand(COMMANDS, name)
  return { command, words: words.for(command.usage) }
}

/** Does what was typed after `/campaign`; null where a modal was opened. Throws a Refusal that shows the usage. */
export async function runCommand(text: string, act: TypedAct): Promise<Message | null> {
  const { command, words } = readCommand(text)
  return command.execute(words, act)
}
