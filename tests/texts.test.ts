import { expect, test } from 'vitest'
import { readSources } from './support/source/files.ts'
import { byRoom, holdPage, onOneLine } from './support/source/page.ts'
import { refusalsIn, roomOf, type SaidRefusal } from './support/source/refusals.ts'
import { type SeenText, textsIn } from './support/source/texts.ts'

const REFUSALS = `# Refusals

Every "no" that somebody can be told, in the words that they read, by the room that says it. A test reads them out of the code and holds this page to it: \`UPDATE_REFUSALS=1 npx vitest run tests/texts.test.ts\` writes it anew.

\`…\` stands for what varies, \`[a/b]\` for one of these, \`[a]\` for what may be left out. Behind a command that is refused its forms follow.

| code | means |
|---|---|
| invalid | what was typed can't be read |
| unknown | there is no such thing |
| forbidden | it is not for this person |
| conflict | it can't be done now |
| … | another refusal, with more words |
`

const sources = readSources(['src', 'commands', 'sandbox/page', 'sandbox/server'])
/** Stairway without the local workspace, which refuses nothing in words of its own. */
const ours = new Map([...sources].filter(([path]) => !path.startsWith('sandbox/')))

/** One of each way to make one: plain, by a function of the caller's words, by the table of who may. */
const KNOWN: readonly SaidRefusal[] = [
  {
    path: 'src/store/events.ts',
    code: 'conflict',
    words: 'Slack sent this twice; it was done the first time.',
  },
  { path: 'commands/check.ts', code: 'invalid', words: '[Which n?/"…" is not the number of a n.]' },
  {
    path: 'src/domain/permission/permission.ts',
    code: 'forbidden',
    words: 'The owner and the data partner predict …: ….',
  },
]

test('docs/refusals.md holds every refusal with the words that people see', async () => {
  const { said, unknown } = refusalsIn(ours)
  expect(said.length).toBeGreaterThan(150)
  for (const each of KNOWN) expect(said).toContainEqual(each)
  // These hand on another refusal's words, or what an error of a warehouse says.
  expect(unknown).toEqual(['src/slack/replies/possible.ts', 'src/terminal/campaign.ts'])
  const rooms = byRoom(said, ({ path }) => roomOf(path)).map(([room, rows]) => {
    const lines = rows.map(
      ({ path, code, words }) => `| ${onOneLine(words)} | ${code} | ${path.slice(room.length + 1)} |`,
    )
    return `\n## ${room}\n| words | code | in |\n|---|---|---|\n${[...new Set(lines)].sort(inOrder).join('\n')}\n`
  })
  await holdPage('docs/refusals.md', `${REFUSALS}${rooms.join('')}`, 'UPDATE_REFUSALS')
})

/** By the file, then by the words. */
function inOrder(a: string, b: string): number {
  const [fileA = '', fileB = ''] = [a, b].map((row) => row.split('|').at(-2) ?? '')
  return fileA === fileB ? (a < b ? -1 : 1) : fileA < fileB ? -1 : 1
}

const TEXTS = `# Texts

Every text that somebody can see, where it stands in the code, so that all can be read in one go. A test reads them out of the code and holds this page to it: \`UPDATE_TEXTS=1 npx vitest run tests/texts.test.ts\` writes it anew. What is refused is in [refusals](refusals.md) once more, with its code.

\`…\` stands for what varies, \`[a/b]\` for one of these, \`[a]\` for what may be left out. A sentence that is put together from parts is listed by its parts.
`

test('docs/texts.md holds every text that people see', async () => {
  const texts = textsIn(sources)
  expect(texts.length).toBeGreaterThan(1_500)
  const rooms = byRoom(texts, ({ path }) => roomOf(path)).map(([room, rows]) => {
    const files = byRoom(rows, ({ path }) => path)
    return `\n## ${room}\n${files.map(fileOf).join('')}`
  })
  await holdPage('docs/texts.md', `${TEXTS}${rooms.join('')}`, 'UPDATE_TEXTS')
})

function fileOf([path, rows]: readonly [string, readonly SeenText[]]): string {
  return `\n**${path.split('/').at(-1)}**\n${rows.map(({ text }) => `- ${onOneLine(text)}\n`).join('')}`
}
