import { expect, test } from 'vitest'
import { botToken } from '../../sandbox/workspace/workspace.ts'
import { SECRET } from './receiver.ts'
import { line, modal } from './seen.ts'
import { ANA, approved, press, RAJ, readAloud, SIGNING_SECRET, tell, typed } from './story.ts'

interface Line {
  readonly msg: string
  readonly correlationId?: string
  readonly what?: string
  readonly job?: { readonly kind: string }
}

/** A life with everything logged that can be. */
async function logged(socket: boolean) {
  const lines: string[] = []
  const log = { write: (line: string) => void lines.push(line) }
  const story = await tell({ socket, log, env: { LOG_LEVEL: 'trace' } })
  const read = (): Line[] => lines.map((line) => JSON.parse(line))
  return { story, lines, read }
}

const TYPED =
  /Spring win-back|lapsed customers|Lapsed 90 days|seen for test user|what they never say|first hundred/

test.each([
  ['HTTP', false],
  ['Socket Mode', true],
])('over %s nothing that was typed or posted is logged, nor a secret, at any level', async (_, socket) => {
  const { story, lines, read } = await logged(socket)
  await approved(story)
  story.receiver.answerWith(400)
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  story.slack.failNext('chat.update', { error: 'cant_update_message' })
  await typed(story, ANA, ['send-again winback 1', 'ask winback Is this what they never say? <@U0RAJ|raj>'])
  await story.settle()
  await press(story, RAJ, await story.dm(RAJ, 'asks about'), 'Answer…')
  await story.client.fillAndSubmit(RAJ, modal(story, RAJ), { 'What was found?': 'It is what they never say' })
  await story.type(ANA, 'pause nothere Is this what they never say?')
  await story.settle()
  expect(readAloud(line(story, ANA))).toContain('There is no campaign')

  expect(lines.length).toBeGreaterThan(20)
  for (const text of lines) {
    expect(text).not.toMatch(TYPED)
    for (const secret of [botToken, SIGNING_SECRET, SECRET]) expect(text).not.toContain(secret)
  }
  expect(new Set(read().map(({ what }) => what))).toContain('command /campaign')
})

test('the id of a command or a click stands in its own line and in those of all the jobs that follow from it', async () => {
  const { story, read } = await logged(false)
  await approved(story)
  const before = read().length
  await typed(story, ANA, ['launch winback'])
  await story.settle()
  const since = read().slice(before)
  const command = since.find(({ what }) => what === 'command /campaign')
  expect(command?.correlationId).toMatch(/^[0-9a-f]{12}$/)
  const yes = since.find(({ what }) => what === 'click launch.yes')
  expect(yes?.correlationId).toMatch(/^[0-9a-f]{12}$/)
  const ofIt = since.filter(({ correlationId }) => correlationId === yes?.correlationId)
  const kinds = ofIt.flatMap(({ job }) => job?.kind ?? [])
  expect(kinds).toContain('launch_step')
  expect(kinds).toContain('deliver')
})
