import { nearest } from '../src/domain/text/nearest.ts'
import { quoted } from '../src/domain/text/typed-value.ts'
import { bare } from '../src/domain/text/visible.ts'
import { Refusal } from '../src/refusal.ts'
import type { AnyCommand } from './command.ts'

/** The command of that name. Throws a Refusal with the nearest one and its usage. */
export function findCommand(commands: readonly AnyCommand[], typed: string): AnyCommand {
  const name = bare(typed).toLowerCase()
  const found = commands.find((each) => each.name === name)
  if (found) return found
  const near = nearest(
    name,
    commands.map((each) => each.name),
  )
  const meant = commands.find((each) => each.name === near)
  throw new Refusal('unknown', [`There is no command ${quoted(typed)}.`, ...hint(meant)].join(' '))
}

function hint(meant: AnyCommand | undefined): string[] {
  if (!meant) return ['`/campaign help` lists those there are.']
  const forms = meant.usage.map((form) => `\`/campaign ${form}\``)
  return [[`Did you mean ${meant.name}?`, ...forms].join('\n')]
}
