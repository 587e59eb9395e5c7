import { z } from 'zod'
import type { Catalog } from '../src/domain/catalog/catalog.ts'
import { type AnyButton, onClick } from '../src/slack/buttons.ts'
import { CLICK } from '../src/slack/cards/buttons.ts'
import { allButton, helpAllButton, mineButton, newButton } from '../src/slack/cards/menu.ts'
import { actions, divider, note, section } from '../src/slack/kit/blocks.ts'
import { bold, code, joinMd, lines, type Mrkdwn, md } from '../src/slack/kit/mrkdwn.ts'
import { type Message, message } from '../src/slack/kit/surfaces.ts'
import { rich } from '../src/slack/rich.ts'
import { type AnyCommand, command } from './command.ts'
import { findCommand } from './find.ts'

/** Those that one needs first. */
const FIRST = ['new', 'list', 'show', 'submit', 'approve', 'launch']

/** Every command, by what one wants to do. */
export const GROUPS: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['See', ['list', 'show', 'history', 'results', 'learnings', 'growth', 'mute', 'unmute', 'help']],
  ['Prepare', ['new', 'brief', 'tasks', 'task', 'check', 'point', 'predict', 'rehearse', 'submit']],
  ['Decide', ['approve', 'changes', 'decline', 'withdraw', 'takeback', 'delegate', 'breakglass', 'decide']],
  ['Run', ['launch', 'pause', 'resume', 'stop', 'cancel', 'digest', 'conclude']],
  ['Steps', ['confirm', 'send-again', 'arrived', 'skip', 'go-on', 'undo', 'taken-back']],
  ['Ask', ['ask', 'suggestion', 'followups', 'followup', 'answer']],
]

type Asked = AnyCommand | 'first' | 'all'

/** `help` over a table of commands, itself among them. */
export function helpOver(commands: () => readonly AnyCommand[]): AnyCommand {
  return command<Asked>({
    name: 'help',
    usage: ['help [all|command]'],
    summary: 'Lists the commands, or shows the forms and an example of one.',
    example: 'help launch',
    parse: (words) => {
      const all = words.nextOf(['all'] as const)
      const typed = words.next()
      words.end()
      return all ?? (typed === null ? 'first' : topicOf(commands(), typed))
    },
    run: async (asked, { deps }) => shown(asked, commands(), deps.catalog),
  })
}

/** A command, or the one that says what is looked for. */
function topicOf(commands: readonly AnyCommand[], typed: string): AnyCommand {
  return commands.find(({ also = [] }) => also.includes(typed.toLowerCase())) ?? findCommand(commands, typed)
}

/** What the buttons for help show: the same. */
export function helpButtons(commands: () => readonly AnyCommand[]): readonly AnyButton[] {
  return [
    onClick({ actionId: CLICK.help, value: z.null(), run: async () => helpFirst(commands()) }),
    onClick({ actionId: CLICK.helpAll, value: z.null(), run: async () => helpOnAll(commands()) }),
  ]
}

function shown(asked: Asked, commands: readonly AnyCommand[], catalog: Catalog): Message {
  if (asked === 'first') return helpFirst(commands)
  return asked === 'all' ? helpOnAll(commands) : helpOn(asked, catalog)
}

/** One screen of a phone. */
export function helpFirst(commands: readonly AnyCommand[]): Message {
  const head = md`${code('/campaign')} alone shows what waits on you.`
  const first = FIRST.flatMap((name) => commands.filter((each) => each.name === name)).map(commandLine)
  const groups = GROUPS.map(([title, names]) => md`${bold(title)}  ${joinMd(names.map(code), ' ')}`)
  return message({
    text: lines(head, ...first, ...groups),
    blocks: [
      section(lines(head, ...first)),
      section(lines(...groups)),
      actions([newButton(), mineButton(), allButton(), helpAllButton()]),
      note(md`${code('/campaign help <command>')} shows its forms and an example.`),
    ],
  })
}

function helpOnAll(commands: readonly AnyCommand[]): Message {
  const groups = GROUPS.map(([title, names]) => {
    const rows = names.flatMap((name) => commands.filter((each) => each.name === name)).map(commandLine)
    return lines(bold(title), ...rows)
  })
  return message({
    text: lines(...groups),
    blocks: [
      ...groups.map((group) => section(group)),
      divider(),
      note(md`${code('/campaign help <command>')} shows its forms and an example.`),
    ],
  })
}

const commandLine = ({ name, summary }: AnyCommand): Mrkdwn => md`${code(name)}  ${summary}`

function helpOn({ name, summary, usage, example, more }: AnyCommand, catalog: Catalog): Message {
  const forms = usage.map((form) => code(`/campaign ${form}`))
  const said = lines(
    md`${bold(name)}  ${summary}`,
    ...forms,
    md`For example: ${code(`/campaign ${example}`)}`,
    more && rich(more(catalog), (id) => id),
  )
  return message({ text: said })
}
