import { DateTime } from 'luxon'
import { type Clock, ZONE } from '../server/clock.ts'
import type { SlackClient } from '../workspace/client.ts'
import type { Message, View } from '../workspace/types.ts'
import type { FakeSlack } from '../workspace/web-api.ts'

/** People doing things at their times, over the real protocol. */
export interface Teller {
  /** Does what is due, then moves the clock to `2026-03-02 09:00:00` of the story's zone. */
  at(time: string): Promise<void>
  /** Types `/campaign` lines one after the other; throws where one is refused. Whoever is asked whether to launch says so. */
  type(user: string, ...lines: readonly string[]): Promise<void>
  /** Opens a modal by a command, presses buttons of it, fills it by its labels, submits it, and closes what it says. */
  fill(
    user: string,
    line: string,
    entries: Readonly<Record<string, string | readonly string[]>>,
    pressed?: readonly string[],
  ): Promise<void>
  /** Clicks a button of the newest direct message that says `words`. */
  click(user: string, words: string, label: string): Promise<void>
  /** Writes a plain message. */
  write(user: string, text: string): Promise<void>
}

const REFUSED =
  /^(?:There (?:is no|are)|Only |That did not|Which |I can't)|can't be|Did you mean|is not ready|has passed|lacks/

/** `channel`: where people type and write. */
export function createTeller(
  { slack, client, clock }: { slack: FakeSlack; client: SlackClient; clock: Clock },
  channel: string,
): Teller {
  const type = async (user: string, line: string) => {
    const said = await client.command(user, '/campaign', line, { channel })
    if (said.ack === undefined) return
    const { text } = await said.answer()
    if (REFUSED.test(text)) throw new Error(`The story stops at "/campaign ${line}": ${text}`)
    const asked = slack.ephemerals(user).at(-1)
    if (line.startsWith('launch ') && asked?.text.includes(' now?'))
      await client.clickButton(user, asked, 'Launch')
  }
  const modalOf = (user: string): View => {
    const modal = slack.views.filter((view) => view.user === user).at(-1)
    if (!modal) throw new Error(`The story stops: ${user} sees no form`)
    return modal
  }
  return {
    at: async (time) => {
      await clock.settle()
      clock.set(instantOf(time))
    },
    type: async (user, ...lines) => {
      for (const line of lines) await type(user, line)
    },
    async fill(user, line, entries, pressed = []) {
      await type(user, line)
      for (const label of pressed) await client.clickButton(user, modalOf(user), label)
      const { ack } = await client.fillAndSubmit(user, modalOf(user), entries)
      if (JSON.stringify(ack ?? {}).includes('"errors"'))
        throw new Error(`The story stops at the form of "${line}": ${JSON.stringify(ack)}`)
      await client.closeView(user, modalOf(user))
    },
    async click(user, words, label) {
      const messages = (await slack.dms(user)).filter((message) => says(message, words))
      const newest = messages.at(-1)
      if (!newest) throw new Error(`The story stops: nothing tells ${user} "${words}"`)
      await client.clickButton(user, newest, label)
    },
    write: (user, text) => slack.write(user, channel, text),
  }
}

/** An instant of the story's zone. */
export function instantOf(time: string): Date {
  return DateTime.fromSQL(time, { zone: ZONE }).toJSDate()
}

/** A link is read as its words. */
function says({ text, blocks }: Message, words: string): boolean {
  const read = (source: string) => source.replace(/<https?:[^|>]*\|([^>]*)>/g, '$1')
  return read(text).includes(words) || read(JSON.stringify(blocks)).includes(words)
}
