import { expect, test } from 'vitest'
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
