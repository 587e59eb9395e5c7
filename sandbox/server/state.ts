import type { Channel, DirectMessage, Person, ShownMessage, View as ShownView, State } from '../contract.ts'
import { asText, type Ephemeral, isRecord, type Message, type View } from '../workspace/types.ts'
import { bot, dmOf, people, team } from '../workspace/workspace.ts'
import { ZONE } from './clock.ts'
import { guideOf, offersOf, type Progress } from './guide.ts'
import type { Room } from './room.ts'

/** Everything that `me` sees now. */
export async function stateOf(room: Room, me: string, version: number): Promise<State> {
  const { slack, clock, installed, connected, present } = room
  const channels = await slack.channels()
  const dms: DirectMessage[] = [{ id: dmOf(me), with: bot.user }]
  const home = slack.homes(me).at(-1)
  const campaigns = await connected.progress(team.id, present)
  return {
    version,
    team: { id: team.id, name: team.name },
    bot: { id: bot.user, name: installed.name, readOnly: installed.readOnly },
    now: clock.now().toISOString(),
    zone: ZONE,
    people: peopleOf(room),
    me,
    channels,
    dms,
    tools: room.tools.shown(),
    conversations: await conversations(room, me, channels),
    home: home ? shownView(home) : null,
    modals: slack.views.filter(({ user }) => user === me).map(shownView),
    ...guidance(campaigns, clock.now()),
    commands: installed.commands,
    shortcuts: installed.shortcuts,
  }
}

function guidance(campaigns: readonly Progress[], now: Date): Pick<State, 'guide' | 'offers' | 'digest'> {
  const guide = guideOf(campaigns, now)
  const digest = campaigns.find(({ digest }) => digest !== null)?.digest ?? null
  return { guide, offers: guide.every(({ done }) => done) ? offersOf(campaigns) : [], digest }
}

function peopleOf({ roles, slack }: Room): Person[] {
  return Object.entries(people).map(([id, { name, realName, tz }]) => ({
    id,
    name,
    realName,
    role: roles[id] ?? '',
    zone: tz,
    active: !slack.deactivated.has(id),
  }))
}

async function conversations(room: Room, me: string, channels: readonly Channel[]) {
  const { slack } = room
  const said = await Promise.all(
    channels.map(
      async ({ id }) => [id, (await slack.messages(id)).filter(isWritten).map(shownMessage)] as const,
    ),
  )
  const all = [...said, [dmOf(me), (await slack.dms(me)).map(shownMessage)] as const]
  const lines = slack.ephemerals(me).map(privateLine)
  return Object.fromEntries(
    all.map(([id, messages]) => [
      id,
      inOrder([...messages, ...lines.filter(({ channel }) => channel === id)]),
    ]),
  )
}

/** Slack's own lines, such as "archived the channel", are left out. */
function isWritten({ subtype }: Message): boolean {
  return subtype === undefined
}

function inOrder(messages: readonly ShownMessage[]): ShownMessage[] {
  return messages.toSorted((a, b) => Number(a.ts) - Number(b.ts))
}

function shownMessage(message: Message): ShownMessage {
  const { channel, ts, user, text, blocks, replies, thread_ts, edited } = message
  return {
    channel,
    ts,
    user,
    text,
    blocks,
    replies: replies.map(shownMessage),
    ...(thread_ts ? { thread_ts } : {}),
    ...(edited ? { edited: { ts: edited.ts } } : {}),
  }
}

function privateLine({ channel, ts, text, blocks }: Ephemeral): ShownMessage {
  return { channel, ts, user: bot.user, text, blocks, replies: [], ephemeral: true }
}

function shownView({ id, type, hash, title, submit, close, blocks, errors }: View): ShownView {
  const wrong = errors && Object.keys(errors).length > 0 ? { errors } : {}
  return { id, type, hash, title: words(title), submit: words(submit), close: words(close), blocks, ...wrong }
}

function words(text: unknown): { readonly text: string } | null {
  return isRecord(text) ? { text: asText(text.text) } : null
}
