import { expect } from 'vitest'
import type { Delivery, Surface } from '../../sandbox/workspace/client.ts'
import type { Ephemeral, Message, View } from '../../sandbox/workspace/types.ts'
import type { Stand } from './stand.ts'
import { ANA, PEOPLE, readAloud, type Story } from './story.ts'

/** The newest private line of a person. */
export function line(story: Stand, user: string): Ephemeral {
  const newest = story.slack.ephemerals(user).at(-1)
  if (newest) return newest
  throw new Error(`Nothing was said to ${user} alone`)
}

/** The modal that a person has in front. */
export function modal(story: Stand, user: string): View {
  const open = story.slack.views.filter((view) => view.user === user).at(-1)
  if (open) return open
  throw new Error(`${user} has no modal open`)
}

/** What everybody sees in a channel: each message and its thread, as it reads now. */
export async function channel(story: Stand, id = 'C0GROWTH'): Promise<Message[]> {
  return (await story.slack.messages(id)).flatMap((message) => [message, ...message.replies])
}

/** The newest message of a channel or of a thread in it that says `words`. */
export async function posted(story: Stand, words: string, id = 'C0GROWTH'): Promise<Message> {
  const all = await channel(story, id)
  const found = all.filter((message) => readAloud(message).includes(words)).at(-1)
  if (found) return found
  throw new Error(`Nothing says "${words}" in ${id}:\n${all.map(readAloud).join('\n---\n')}`)
}

/** The labels of the buttons of a message or view, and what its menus behind dots offer. */
export function buttons({ blocks }: Pick<Message, 'blocks'>): string[] {
  return blocks.flatMap((block) => {
    const elements = [block.accessory, ...((block.elements as unknown[]) ?? [])]
    return elements.flatMap((element) => {
      const { type, text, options = [] } = (element ?? {}) as Shown
      if (type === 'overflow') return options.map((option) => option.text.text)
      return type === 'button' && text ? [text.text] : []
    })
  })
}

interface Shown {
  readonly type?: string
  readonly text?: { readonly text: string }
  readonly options?: readonly { readonly text: { readonly text: string } }[]
}

/** All that anybody sees, private lines aside, and what the history says: for "nothing has changed". */
export async function everythingSeen(story: Stand, key = 'winback'): Promise<unknown> {
  const channels = await Promise.all(['C0GROWTH', 'C0DATA'].map((id) => story.slack.messages(id)))
  const dms = await Promise.all(PEOPLE.map((person) => story.slack.dms(person)))
  const history = (await story.say(ANA, `history ${key}`)).text
  return { channels, dms, history }
}

/** Types what is refused: `user` alone is told so, and nothing that anybody sees changes. Gives what is said. */
export async function refused(story: Story, user: string, text: string, key?: string): Promise<string> {
  return unmoved(story, () => alone(story, user, () => story.type(user, text)), key)
}

/** Clicks what is refused. */
export async function refusedClick(
  story: Story,
  user: string,
  on: Surface,
  label: string,
  beside?: string,
): Promise<string> {
  return unmoved(story, () => alone(story, user, () => story.client.clickButton(user, on, label, beside)))
}

/** Types line after line, each of which is refused with what stands beside it. */
export async function eachRefused(
  story: Story,
  rows: readonly (readonly [user: string, typed: string, said: RegExp])[],
): Promise<void> {
  await unmoved(story, async () => {
    for (const [user, text, said] of rows) {
      const told = await alone(story, user, () => story.type(user, text))
      expect(told, `/campaign ${text}`).toMatch(said)
    }
  })
}

/** Nothing that anybody sees is different after `act`. */
async function unmoved<T>(story: Story, act: () => Promise<T>, key?: string): Promise<T> {
  const before = await everythingSeen(story, key)
  const done = await act()
  await story.settle()
  expect(await everythingSeen(story, key)).toEqual(before)
  return done
}

/** What is said to `user`, and to nobody else. */
async function alone(story: Story, user: string, act: () => Promise<Delivery>): Promise<string> {
  const told = PEOPLE.map((person) => story.slack.ephemerals(person).length)
  const { text, body } = await (await act()).answer()
  expect(body.response_type).toBe('ephemeral')
  const now = PEOPLE.map((person) => story.slack.ephemerals(person).length)
  const more = body.replace_original === true ? 0 : 1 // a private answer that holds no more gives way to it
  expect(now, text).toEqual(told.map((count, i) => count + (PEOPLE[i] === user ? more : 0)))
  return text
}
