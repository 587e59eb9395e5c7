import { ZodError } from 'zod'
import { currentCorrelation } from '../../log.ts'
import { Refusal } from '../../refusal.ts'
import type { BotDeps } from '../context.ts'
import { code, md } from '../kit/mrkdwn.ts'
import type { Message } from '../kit/surfaces.ts'
import { message } from '../kit/surfaces.ts'
import { rich } from '../rich.ts'
import { InputMistake } from '../submissions.ts'

/** The one place where errors become messages: a Refusal shows its words, anything else is logged and apologised for. */
export async function explain(deps: Pick<BotDeps, 'people' | 'log'>, error: unknown): Promise<Message> {
  if (error instanceof Refusal || error instanceof InputMistake) {
    const names = await deps.people.names(error.message)
    return message({ text: rich(error.message, names) })
  }
  if (error instanceof ZodError || error instanceof SyntaxError) {
    deps.log.warn({ err: error }, 'A button that this version does not understand')
    return message({
      text: md`This button is from another version of Stairway. ${code('/campaign')} shows the same with new ones.`,
    })
  }
  deps.log.error({ err: error }, 'An act failed')
  const id = currentCorrelation() ?? 'unknown'
  return message({
    text: md`That did not work, and it is not your doing. It is logged under ${code(id)}: try again, and give that id to whoever runs Stairway if it stays.`,
  })
}
