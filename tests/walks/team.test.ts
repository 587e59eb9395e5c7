import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FormState, State } from '../../sandbox/contract.ts'
import { type Entry, fill } from '../../sandbox/workspace/forms.ts'
import { newest, newFolder, type Open, openIn, wordsOf } from '../sandbox/open.ts'

const [ANA, RAJ, TOM, ZOE] = ['U0ANA', 'U0RAJ', 'U0TOM', 'U0ZOE'] as const

let it: Open
let remove: () => Promise<void>
beforeAll(async () => {
  const made = await newFolder()
  remove = made.remove
  it = await openIn(made.folder)
})
afterAll(async () => {
  await it.close()
  await remove()
})

/** Fills in the form that a click has opened, and closes what it says. */
async function submit(as: string, entries: Readonly<Record<string, Entry>>): Promise<string> {
  const { modals } = await it.until(as, (state) => state.modals.length > 0)
  const { id: viewId = '', blocks = [] } = modals.at(-1) ?? {}
  const state = fill(blocks, entries) as FormState
  expect(await it.act(as, { kind: 'submit', viewId, state })).toEqual({ ok: true })
  const after = await it.until(as, ({ modals }) => modals.at(-1)?.submit == null)
  const said = JSON.stringify(after.modals.at(-1)?.blocks ?? [])
  for (const view of after.modals) await it.act(as, { kind: 'close', viewId: view.id })
  return said
}

const says = (state: State, words: string) => wordsOf(newest(state, words) ?? { text: '', blocks: [] })

test('the owner is asked with the verdict, decides by a button, and everybody sees what and who', async () => {
  expect(says(await it.state(ANA), 'Decide by')).toContain('Ship Win-back e-mail')
  await it.click(ANA, 'Decide by', 'Ship it…')
  await submit(ANA, {})
  await it.until(ZOE, (state) => {
    const card = state.conversations.C0GROWTH?.find(({ text }) => /^\*Spring win-back\*.*live/.test(text))
    return /ship/i.test(says(state, 'decided by Ana')) && !JSON.stringify(card?.blocks).includes('"Ship it…"')
  })
})

test('the data partner finds what waits, answers it, and whoever asked is told', async () => {
  await it.act(RAJ, { kind: 'home' })
  const { home } = await it.until(RAJ, (state) => state.home !== null)
  const waits = JSON.stringify(home)
  expect(waits).toContain('Why do rural customers buy less')
  expect(waits).toContain('Check the power at eligible traffic')
  await it.click(RAJ, 'Why do rural customers buy less', 'Answer…')
  await submit(RAJ, { 'What was found?': 'The nearest shop is an hour away' })
  const answered = (state: State) => says(state, 'The nearest shop is an hour away')
  expect(answered(await it.until(ANA, (state) => answered(state) !== '\n[]'))).toMatch(/answered by Raj/)
})

test('who only reads the channel gets the verdict first, nothing private, and no decision', async () => {
  const state = await it.state(ZOE)
  const channel = state.conversations.C0GROWTH ?? []
  expect(channel.some(({ ephemeral }) => ephemeral)).toBe(false)
  const digest = channel.findLast(({ text }) => /Ship Win-back e-mail/.test(text))
  expect(digest?.text.split('\n').slice(0, 2).join(' ')).toContain('Ship Win-back e-mail')
  const { text } = await it.say(ZOE, 'approve loyalty')
  expect(text).toMatch(/^Only .*approvers/)
})

test('the lead sees what waits for a decision or is late, and what the quarter brought', async () => {
  const weekly = (await it.state(TOM)).conversations.C0DATA?.at(-1)?.text ?? ''
  expect(weekly).toMatch(/winback/)
  expect(weekly).toMatch(/1 waiting for a decision/)
  expect((await it.say(TOM, 'growth')).text).toMatch(/Cart reminder|push/)
})
