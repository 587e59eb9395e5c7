import type { Message } from '../../sandbox/workspace/types.ts'
import { HOUR, live, type Planned, type Story } from './story.ts'

/** A live campaign with people in both arms, the same number each, and what they have done by now. */
export async function mailed(
  story: Story,
  purchases: { control: number; mail: number },
  { people = 1_000, ...planned }: Planned & { readonly people?: number } = {},
): Promise<void> {
  await live(story, planned)
  await sent(story, people)
  await bought(story, purchases)
}

export async function sent({ shop, now }: Story, people: number): Promise<void> {
  for (const arm of ['control', 'mail']) await shop.expose(arm, people, now())
}

export async function bought(
  { shop, now }: Story,
  purchases: { control: number; mail: number },
): Promise<void> {
  for (const [arm, people] of Object.entries(purchases)) await shop.act('purchase', arm, people, now())
}

/** The digests of a channel, the oldest first. */
export async function digests(story: Story, id = 'C0GROWTH'): Promise<Message[]> {
  return (await story.slack.messages(id)).filter(({ text }) => /, (day \d+ of \d+|digest of)/.test(text))
}

/** All figures of each digest of a channel: the first reply in its thread. */
export async function figures(story: Story, id?: string): Promise<Message[]> {
  return (await digests(story, id)).flatMap(({ replies }) => replies.slice(0, 1))
}

/** Passes whole hours, so that each slot is claimed as the clock of a running process would. */
export async function hours(story: Story, count: number): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) await story.pass(HOUR)
}

export const NOTHING = { text: '', blocks: [] } as const
