import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Asked, Look, Sender, SentStep, Step, Unseen } from '../../src/targets/target.ts'
import { aState } from '../domain/build.ts'
import type { Seen, Vendor, VendorReply } from './vendor.ts'

/** A vendor that a test plays, and the target that is opened to it. */
export interface PlayedSetting {
  readonly vendor: Vendor
  readonly sender: Sender
  /** How often anything there changed. */
  effects(): number
  /** What is asked for is taken, and its state does not come before `release`. */
  hold(): void
  release(): void
}

/** What all targets that set states promise, against one vendor. */
export interface SettingCase {
  readonly name: string
  /** Without its own, the right key is used. */
  start(settings?: { readonly key?: string; readonly timeoutSeconds?: number }): Promise<PlayedSetting>
  readonly key: string
  /** A change, the states before and after it, and the same of a thing that is not there. */
  readonly words: string
  readonly before: string
  readonly after: string
  readonly absent: string
  /** What the request that changes it shows. */
  readonly request: RegExp
  /** How it says that a limit is reached, and until when that is at `NOW`. */
  readonly limited: VendorReply
  readonly until: Date | null
  /** How it answers a wrong key. */
  readonly wrongKey: RegExp
}

export const NOW = new Date('2026-03-02T12:00:00Z')
export const asked: Asked = { now: NOW, signal: new AbortController().signal }
export const later = (minutes: number): Asked => ({
  ...asked,
  now: new Date(NOW.getTime() + minutes * 60_000),
})

export function stepOf(words: string, handle: string | null = null): SentStep {
  const { campaign } = aState()
  return { id: 'id_1', n: 1, target: 't', words, campaign, sent: { since: NOW, handle } }
}

export const unsentStep = (words: string): Step => ({ ...stepOf(words), sent: null })

export const isChange = ({ method, query }: Seen) => method !== 'GET' && query.get('dryRun') === null

export async function lookAt({ sender }: PlayedSetting, words: string): Promise<Look> {
  const looked = await sender.look(unsentStep(words), asked)
  if (looked.is === 'unseen') throw new Error(looked.why)
  return looked
}

/** The parts of a target that every one of these has. */
export function whole({ sender }: PlayedSetting) {
  const { readBack, undo } = sender
  if (!readBack || !undo) throw new Error('It can neither be read back nor taken back')
  return { ...sender, readBack, undo }
}

/** Declares its tests. */
export function holdsFor(one: SettingCase): void {
  const { words, before, after, key } = one
  let played: PlayedSetting
  beforeEach(async () => {
    played = await one.start()
  })
  afterEach(() => played.vendor.close())
  const send = () => played.sender.send(stepOf(words), asked)
  const readBack = (at = asked, handle: string | null = null) =>
    whole(played).readBack(stepOf(words, handle), at)
  const undo = () => whole(played).undo(stepOf(words), asked)
  const state = async () => (await lookAt(played, words)).state

  describe(`${one.name}, as all that set states`, () => {
    test('is looked at without changing anything, and shows its request without the key', async () => {
      const looked = await lookAt(played, words)
      expect(looked).toMatchObject({ exists: true, state: before, undo: { is: 'full' }, people: null })
      expect(looked.would).toMatch(one.request)
      expect(JSON.stringify(looked)).not.toContain(key)
      expect(played.effects()).toBe(0)
      expect(played.vendor.seen.filter(isChange)).toEqual([])
    })

    test('is set once, however often it is sent', async () => {
      expect(await send()).toMatchObject({ is: 'done', outcome: expect.stringContaining(after) })
      expect(await send()).toEqual({ is: 'done', outcome: `${after} already` })
      expect([played.effects(), await state()]).toEqual([1, after])
      expect(await readBack()).toEqual({ is: 'done', outcome: after })
    })

    test('what is so already is said by the look, and that a stop ends it all the same', async () => {
      await send()
      expect((await lookAt(played, words)).would).toMatch(
        /^Nothing: it is .+ already\. Taking the launch back still makes it (off|stopped|\d+%)$/,
      )
    })

    test('is found by its state where the answer was lost', async () => {
      played.vendor.failWith({ reply: 'cut', after: true, on: isChange })
      expect(await send()).toMatchObject({ is: 'unknown', outcome: expect.stringMatching(/^no connection/) })
      expect(await readBack()).toEqual({ is: 'done', outcome: after })
      expect(played.effects()).toBe(1)
    })

    test('is sent again where it never arrived', async () => {
      played.vendor.failWith({ reply: 'cut', on: isChange })
      expect(await send()).toMatchObject({ is: 'unknown' })
      expect(await readBack()).toEqual({ is: 'absent' })
      expect(await send()).toMatchObject({ is: 'done' })
      expect(played.effects()).toBe(1)
    })

    test.each<[string, VendorReply]>([
      ['an error of the server', { status: 500, body: { message: `Oops, ${key}` } }],
      ['a gateway that has no answer', { status: 504 }],
    ])('%s leaves open what came of it', async (_name, reply) => {
      played.vendor.failWith({ reply, on: isChange })
      const sent = await send()
      expect(sent).toMatchObject({ is: 'unknown', outcome: expect.stringMatching(/^HTTP 50/) })
      expect(JSON.stringify(sent)).not.toContain(key)
      expect(await readBack()).toEqual({ is: 'absent' })
    })

    test('a server that hangs leaves it open too, and is not waited for', async () => {
      const patient = await one.start({ timeoutSeconds: 0.3 })
      patient.vendor.failWith({ reply: 'silence', after: true, on: isChange })
      expect(await patient.sender.send(stepOf(words), asked)).toEqual({
        is: 'unknown',
        outcome: 'no answer within 0.3 s',
      })
      expect(await whole(patient).readBack(stepOf(words), asked)).toMatchObject({ is: 'done' })
      expect(patient.effects()).toBe(1)
      await patient.vendor.close()
    })

    test('a limit is waited out as its own headers say, at a question and at the change', async () => {
      for (const on of [(seen: Seen) => !isChange(seen), isChange]) {
        played.vendor.failWith({ reply: one.limited, on })
        expect(await send()).toMatchObject({ is: 'again', notBefore: one.until })
      }
      expect(played.effects()).toBe(0)
      played.vendor.failWith({ reply: one.limited })
      expect(await readBack()).toMatchObject({ is: 'again', notBefore: one.until })
      played.vendor.failWith({ reply: one.limited })
      expect(await played.sender.look(unsentStep(words), asked)).toMatchObject({ is: 'unseen' })
    })

    test('a question that has no answer is asked again, and nothing was sent', async () => {
      for (const reply of [
        'cut',
        { status: 503 },
        { status: 200, body: { is: 'something else' } },
      ] as const) {
        played.vendor.failWith({ reply })
        expect(await send()).toMatchObject({ is: 'again' })
      }
      expect(played.vendor.seen.filter(isChange)).toEqual([])
    })

    test('a wrong key is said without the key', async () => {
      const wrong = `${key}-wrong`
      const stranger = await one.start({ key: wrong })
      const looked: Look | Unseen = await stranger.sender.look(unsentStep(words), asked)
      const sent = await stranger.sender.send(stepOf(words), asked)
      expect(looked).toMatchObject({ is: 'unseen', why: expect.stringMatching(one.wrongKey) })
      expect(sent).toMatchObject({ is: 'refused', outcome: expect.stringMatching(one.wrongKey) })
      expect(await whole(stranger).readBack(stepOf(words), asked)).toMatchObject({ is: 'unknown' })
      expect(JSON.stringify([looked, sent])).not.toContain(key)
      await stranger.vendor.close()
    })

    test('what is not there is refused, and said before', async () => {
      const looked = await lookAt(played, one.absent)
      expect(looked).toMatchObject({ exists: false, state: null, undo: { is: 'none' }, would: null })
      expect(looked.gates).toEqual([
        { words: expect.stringMatching(/^there is no /), link: null, refuses: ['send', 'undo'] },
      ])
      expect(await played.sender.send(stepOf(one.absent), asked)).toEqual({
        is: 'refused',
        outcome: looked.gates[0]?.words,
      })
    })

    test('is taken back once, and to where nobody is reached', async () => {
      await send()
      expect(await undo()).toMatchObject({ is: 'done' })
      expect((await undo()).outcome).toMatch(/ already$/)
      expect(played.effects()).toBe(2)
      expect(await readBack()).toEqual({ is: 'absent' })
    })

    test('a taking back whose answer was lost is done by asking for it again', async () => {
      await send()
      played.vendor.failWith({ reply: 'cut', after: true, on: isChange })
      expect(await undo()).toMatchObject({ is: 'unknown' })
      expect(await undo()).toMatchObject({ is: 'done' })
      expect(played.effects()).toBe(2)
    })

    test('what was never sent is not changed by taking it back', async () => {
      expect(await undo()).toEqual({ is: 'done', outcome: `${before} already` })
      expect(played.vendor.seen.filter(isChange)).toEqual([])
    })

    test('says by its state, read again, whether it still reaches somebody', async () => {
      const says = () => played.sender.count?.(stepOf(words), { ...asked, since: NOW })
      await send()
      expect(await says()).toMatchObject({
        is: 'counted',
        says: { open: true, state: expect.stringContaining(` is ${after}`) },
      })
      await undo()
      expect(await says()).toMatchObject({ is: 'counted', says: { open: false } })
      played.vendor.failWith({ reply: 'cut' })
      expect(await says()).toMatchObject({ is: 'unseen', why: expect.stringMatching(/^no connection/) })
      expect(played.effects()).toBe(2)
    })

    test('a state that was asked for and does not come is awaited, and then told', async () => {
      played.hold()
      const sent = await send()
      expect(sent).toMatchObject({ is: 'running', outcome: expect.stringContaining(before) })
      const handle = sent.is === 'running' ? sent.handle : null
      expect(await readBack(later(5), handle)).toMatchObject({ is: 'running', outcome: before, handle })
      expect(await readBack(later(60), handle)).toEqual({ is: 'failed', outcome: `still ${before}` })
      played.release()
      expect(await readBack(later(6), handle)).toEqual({ is: 'done', outcome: after })
    })

    test('what is still to come is not said to be taken back before that is asked for', async () => {
      played.hold()
      const sent = await send()
      const handle = sent.is === 'running' ? sent.handle : null
      const before = played.vendor.seen.filter(isChange).length
      await whole(played).undo(stepOf(words, handle), asked)
      expect(played.vendor.seen.filter(isChange).length).toBeGreaterThan(before)
    })

    test.each(['', 'checkout', 'checkout of', 'check out on', '.. on', 'checkout 0%', 'checkout 101%'])(
      '%j is no step of it, and nothing is asked',
      async (unread) => {
        const why = played.sender.unread(unread)
        expect(why).not.toBeNull()
        expect(await played.sender.send(stepOf(unread), asked)).toEqual({ is: 'refused', outcome: why })
        expect((await lookAt(played, unread)).gates).toEqual([
          { words: why, link: null, refuses: ['send', 'undo'] },
        ])
        expect(await whole(played).undo(stepOf(unread), asked)).toEqual({ is: 'refused', outcome: why })
        expect(played.vendor.seen).toEqual([])
      },
    )
  })
}
