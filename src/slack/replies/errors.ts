import { ZodError } from 'zod'
import { Frozen } from '../../domain/freezes.ts'
import { currentCorrelation } from '../../log.ts'
import { Refusal } from '../../refusal.ts'
import { frozenMessage } from '../cards/freezes.ts'
import type { BotDeps } from '../context.ts'
import { code, md } from '../kit/mrkdwn.ts'
import type { Message } from '../kit/surfaces.ts'
import { message } from '../kit/surfaces.ts'
import { failureOf } from '../outcome.ts'
import { rich } from '../rich.ts'
import { InputMistake } from '../submissions.ts'

/** The one place where errors become messages: a Refusal shows its words, anything else is logged and apologised for. */
export async function explain(deps: Pick<BotDeps, 'people' | 'log'>, error: unknown): Promise<Message> {
  if (error instanceof Refusal || error instanceof InputMistake) {
    const names = await deps.people.names(error.message)
    const text = rich(error.message, names)
    return error instanceof Frozen ? frozenMessage(text, error) : message({ text })
  }
  if (error instanceof ZodError || error instanceof SyntaxError) {
    deps.log.warn({ err: error }, 'A button that this version does not understand')
    return message({
      text: md`This button is from another version of Stairway. ${code('/campaign')} shows the same with new ones.`,
    })
  }
  const said = slackWords(error)
  if (said) {
    deps.log.warn({ err: error }, 'Slack did not open what an act shows')
    return message({ text: md`${said}` })
  }
  deps.log.error({ err: error }, 'An act failed')
  const id = currentCorrelation() ?? 'unknown'
  return message({
    text: md`That did not work, and it is not your doing. It is logged under ${code(id)}: try again, and give that id to whoever runs Stairway if it stays.`,
  })
}

/** Of a form that took more than the three seconds of its trigger, or was opened before. */
const TOO_LATE: readonly string[] = [
  'expired_trigger_id',
  'trigger_expired',
  'exchanged_trigger_id',
  'trigger_exchanged',
]

/** Where Slack did not open what was asked for, and nothing is wrong with it; undefined for anything else. */
function slackWords(error: unknown): string | undefined {
  const failed = failureOf(error)
  switch (failed?.is) {
    case 'limited':
      return `Slack asks me to wait ${failed.seconds} s before I open anything. Try again then.`
    case 'unknown':
      return 'Slack did not answer when I opened that. Try again in a moment.'
    case 'refused':
      return TOO_LATE.includes(failed.error)
        ? 'Slack lets me open something for three seconds only, and it took longer. Press again.'
        : undefined
    default:
      return undefined
  }
}
