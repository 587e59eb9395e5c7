import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Surroundings } from '../../src/config/around.ts'
import { TARGET_KINDS, targetOf, USUAL_TARGET } from '../../src/targets/all.ts'
import { person } from '../../src/targets/person.ts'
import type { Step } from '../../src/targets/target.ts'
import { webhookSender } from '../../src/targets/webhook.ts'
import { aState } from '../domain/build.ts'

const settings = { url: 'https://h.example/x', secret: 'none', timeoutSeconds: 1, deadlineMinutes: 60 }
const sender = webhookSender(settings)

test('each kind has a name of its own, and the usual one is among them', () => {
  const names = TARGET_KINDS.map(({ kind }) => kind)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toContain(USUAL_TARGET)
})

test('a step goes to its person, to its declared target, or nowhere', () => {
  const targets = new Map([['sender', sender]])
  expect(targetOf({ kind: 'human', person: 'UANA', words: 'Go' }, targets)).toBe(person)
  expect(targetOf({ kind: 'sent', target: 'sender', words: '' }, targets)).toBe(sender)
  expect(targetOf({ kind: 'sent', target: 'gone', words: '' }, targets)).toBeUndefined()
})

test('of what a person would do nothing is known, and nothing is promised', async () => {
  const { campaign } = aState()
  const step: Step = { id: 'id_1', n: 1, target: 'UANA', words: 'Go', campaign, sent: null }
  const looked = await person.look(step, { now: new Date(0), signal: new AbortController().signal })
  expect(looked).toEqual({
    is: 'seen',
    ...{ exists: null, state: null, gates: [], people: null, would: null },
    undo: { is: 'none' },
  })
  expect(Object.keys(person)).toEqual(['look'])
})

/** Entries that stairway.example.yaml shows as comments, by their kinds. */
function shownEntries(): Readonly<Record<string, { readonly kind: string }>> {
  const text = readFileSync(new URL('../../stairway.example.yaml', import.meta.url), 'utf8')
  const [, targets = ''] = /\ntargets:\n([\s\S]*?)\n\S/.exec(text) ?? []
  return parse([...targets.matchAll(/^ {2}# {3}(.*)$/gm)].map(([, line]) => line).join('\n'))
}

test('what the example shows of targets as comments can be opened as it stands there', () => {
  const entries = Object.values(shownEntries())
  const kinds = entries.map(({ kind }) => kind)
  expect(kinds).toEqual(
    expect.arrayContaining(['hightouch', 'census', 'dbt-cloud', 'github-actions', 'rudderstack']),
  )
  const env = new Proxy({}, { get: () => 'a-key' })
  for (const entry of entries) {
    const kind = TARGET_KINDS.find((each) => each.kind === entry.kind)
    const read = kind?.entry({ env } as unknown as Surroundings, {} as never).safeParse(entry)
    expect(read?.error?.issues, entry.kind).toBeUndefined()
    expect(read?.success, entry.kind).toBe(true)
  }
})
