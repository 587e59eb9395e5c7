import { expect, test } from 'vitest'
import { buttons, line } from './seen.ts'
import { ANA, pressed, RAJ, readAloud, type Story, submitted, tell, typed } from './story.ts'

/** What `words` finds in a private list and all its further pages, in order; each page says where it is. */
async function throughPages(story: Story, user: string, words: RegExp): Promise<string[]> {
  const found: string[] = []
  for (;;) {
    const list = line(story, user)
    found.push(...(readAloud({ text: '', blocks: list.blocks }).match(words) ?? []))
    if (!buttons(list).includes('Next')) return found
    await pressed(story, user, list, 'Next')
  }
}

/** Types lines a few at a time. */
async function inBatches(story: Story, user: string, lines: readonly string[]): Promise<void> {
  for (let from = 0; from < lines.length; from += 15)
    await Promise.all(lines.slice(from, from + 15).map((text) => typed(story, user, [text])))
}

const numbered = (count: number, make: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => make(i + 1))

test('campaigns are listed in pages, each of them once', async () => {
  const story = await tell()
  await inBatches(
    story,
    ANA,
    numbered(45, (n) => `new Campaign ${n} key:c${n} template:short`),
  )
  for (const [typedList, title] of [
    ['list', 'My campaigns'],
    ['list all', 'All campaigns'],
    ['list preparing', 'Campaigns that are preparing'],
  ] as const) {
    const { text } = await story.say(ANA, typedList)
    expect(text).toMatch(new RegExp(`^${title}: 45\n`))
    expect(text).toMatch(/\nCampaigns 1 to 20 of 45$/)
    const keys = await throughPages(story, ANA, /`c\d+`/g)
    expect(keys.toSorted()).toEqual(numbered(45, (n) => `\`c${n}\``).toSorted())
    expect(readAloud(line(story, ANA))).toContain('Campaigns 41 to 45 of 45')
  }
  await pressed(story, ANA, line(story, ANA), 'Previous')
  expect(readAloud(line(story, ANA))).toContain('Campaigns 21 to 40 of 45')
})

test('follow-ups are listed in pages, of one campaign, mine and all', async () => {
  const story = await tell()
  await submitted(story)
  await inBatches(
    story,
    ANA,
    numbered(25, (n) => `ask winback Why is it so in week ${n}?`),
  )
  for (const which of ['followups winback', 'followups mine', 'followups']) {
    await story.say(RAJ, which)
    expect(line(story, RAJ).text).toMatch(/\nFollow-ups 1 to 10 of 25$/)
    const names = await throughPages(story, RAJ, /`winback-\d+`/g)
    expect(names.toSorted()).toEqual(numbered(25, (n) => `\`winback-${n}\``).toSorted())
  }
})

test('what waits on somebody is shown in pages, and what is done there is gone from that page', async () => {
  const story = await tell()
  await typed(story, ANA, ['new Spring win-back key:winback template:short'])
  await inBatches(
    story,
    ANA,
    numbered(38, (n) => `task winback add Check number ${n} of the list optional`),
  )
  const { text } = await story.say(ANA, '')
  expect(text).toMatch(/^41 things wait on you\./)
  const titles = await throughPages(story, ANA, /Check number \d+ of/g)
  expect(new Set(titles).size).toBe(38)
  expect(titles).toHaveLength(38)
  const last = line(story, ANA)
  expect(readAloud(last)).toMatch(/Things \d+ to 41 of 41/)
  const [shown = ''] = readAloud(last).match(/Check number \d+ of the list/) ?? []
  await pressed(story, ANA, last, 'Mark done', shown)
  const after = readAloud(line(story, ANA))
  expect(after).not.toContain(shown)
  expect(after).toMatch(/Things \d+ to 40 of 40/)
})
