import { divider, note, section } from '../src/slack/kit/blocks.ts'
import { bold, code, joinMd, lines, md } from '../src/slack/kit/mrkdwn.ts'
import { type Message, message } from '../src/slack/kit/surfaces.ts'
import { type AnyCommand, command } from './command.ts'
import { findCommand } from './find.ts'

/** `help` over a table of commands, itself among them. */
export function helpOver(commands: () => readonly AnyCommand[]): AnyCommand {
  return command<AnyCommand | null>({
    name: 'help',
    usage: ['help [command]'],
    summary: 'Lists the commands, or shows the forms and an example of one.',
    example: 'help launch',
    parse: (words) => {
      const typed = words.next()
      words.end()
      return typed === null ? null : findCommand(commands(), typed)
    },
    run: async (one) => (one ? helpOn(one) : helpOnAll(commands())),
  })
}

function helpOnAll(commands: readonly AnyCommand[]): Message {
  const rows = commands.map(({ name, summary }) => md`${code(name)}  ${summary}`)
  const half = Math.ceil(rows.length / 2)
  const first = md`${code('/campaign')} alone shows what waits on you. Each command starts with it:`
  return message({
    text: lines(first, ...rows),
    blocks: [
      section(first),
      section(joinMd(rows.slice(0, half), '\n')),
      section(joinMd(rows.slice(half), '\n')),
      divider(),
      note(md`${code('/campaign help <command>')} shows its forms and an example.`),
    ],
  })
}

function helpOn({ name, summary, usage, example }: AnyCommand): Message {
  const forms = usage.map((form) => code(`/campaign ${form}`))
  const said = lines(
    md`${bold(name)}  ${summary}`,
    ...forms,
    md`For example: ${code(`/campaign ${example}`)}`,
  )
  return message({ text: said })
}
