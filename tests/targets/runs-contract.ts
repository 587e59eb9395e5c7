import { describe, expect, test } from 'vitest'
import { asked, KEY, later, type PlayedRun, type Setting, type Stand, sent, stand, step } from './runs.ts'

/** What every target that starts runs has to do, whatever its vendor calls things. */
export interface Contract extends Setting {
  readonly words: string
  /** States of a run as it keeps them: the first as soon as it was begun, and what its words are. */
  readonly states: Readonly<
    Record<'on' | 'done' | 'failed' | 'unheard', readonly [PlayedRun['state'], string]>
  >
  /** A start that goes through leaves this mark on its run; another one leaves none. */
  readonly mark: string
}

export function keepsTheContractOfRuns(contract: Contract): void {
  const { words, states, mark } = contract
  let at: Stand
  const starts = () => at.vendor.seen.filter(({ method }) => method === 'POST').length

  describe('a run', () => {
    test('is started once, and followed by its id until it ends', async () => {
      at = await stand(contract)
      const begun = await at.sender.send(step(words), asked())
      expect(begun).toEqual({ is: 'running', outcome: 'HTTP 200', handle: '101', notBefore: null })
      for (const [state, word] of [states.on, states.unheard]) {
        if (at.runs[0]) at.runs[0].state = state
        expect(await at.sender.readBack?.(sent(words, '101'), asked(60))).toEqual({
          ...{ is: 'running', outcome: word, handle: '101', notBefore: null },
        })
      }
      if (at.runs[0]) at.runs[0].state = states.done[0]
      expect(await at.sender.readBack?.(sent(words, '101'), asked(7_200))).toMatchObject({
        is: 'done',
        outcome: expect.stringContaining(states.done[1]),
      })
      if (at.runs[0]) at.runs[0].state = states.failed[0]
      expect(await at.sender.readBack?.(sent(words, '101'), asked(7_200))).toMatchObject({
        is: 'failed',
        outcome: expect.stringContaining(states.failed[1]),
      })
      expect([at.runs.length, starts()]).toEqual([1, 1])
    })

    test.each(['cut', 'silence'] as const)(
      'whose answer is lost (%s) is found again, and is the only one',
      async (reply) => {
        at = await stand(contract, { timeout: '1s' })
        at.vendor.failWith({ reply, after: true })
        expect(await at.sender.send(step(words), asked())).toMatchObject({ is: 'unknown' })
        expect(await at.sender.readBack?.(sent(words), asked(11))).toMatchObject({
          is: 'running',
          handle: '101',
        })
        expect([at.runs.length, starts()]).toEqual([1, 1])
      },
    )

    test('whose answer broke off within is found again too', async () => {
      at = await stand(contract)
      at.vendor.failWith({ reply: { status: 200, body: { id: 101 }, torn: true }, after: true })
      expect(await at.sender.send(step(words), asked())).toMatchObject({ is: 'unknown' })
      expect(await at.sender.readBack?.(sent(words), asked(11))).toMatchObject({
        is: 'running',
        handle: '101',
      })
      expect(at.runs).toHaveLength(1)
    })

    test('that never began may be sent, once its list can’t lag any more', async () => {
      at = await stand(contract)
      at.vendor.failWith({ reply: 'cut' })
      expect(await at.sender.send(step(words), asked())).toMatchObject({ is: 'unknown' })
      expect(await at.sender.readBack?.(sent(words), asked(11))).toEqual({
        ...{ is: 'again', outcome: 'its run is not there yet', notBefore: later(60) },
      })
      expect(await at.sender.readBack?.(sent(words), asked(61))).toEqual({ is: 'absent' })
      await at.sender.send(step(words), asked(61))
      expect(at.runs).toHaveLength(1)
    })

    test('is not taken from a list that says nothing of our time', async () => {
      at = await stand(contract)
      at.begin(later(-3_600)).state = states.done[0]
      expect(await at.sender.readBack?.(sent(words), asked(61))).toEqual({ is: 'absent' })
      expect(await at.sender.readBack?.(sent(words), asked(59))).toMatchObject({ is: 'again' })
    })

    test('that surely began is waited for, and never sent again, while no id is known of it', async () => {
      at = await stand(contract)
      expect(await at.sender.readBack?.(sent(words, 'begun'), asked(600))).toMatchObject({ is: 'again' })
      at.begin(later(1), mark).state = states.on[0]
      expect(await at.sender.readBack?.(sent(words, 'begun'), asked(600))).toMatchObject({
        is: 'running',
        handle: '101',
      })
    })

    test('of which two may be this step’s is asked of a person', async () => {
      at = await stand(contract)
      at.begin(later(1), mark).state = states.on[0]
      at.begin(later(2), mark).state = states.on[0]
      expect(await at.sender.readBack?.(sent(words), asked(61))).toEqual({
        is: 'unknown',
        outcome: expect.stringMatching(/^2 runs were begun since, 10[12], 10[12]: each may be this step’s$/),
      })
    })

    test('that is gone is asked of a person', async () => {
      at = await stand(contract)
      expect(await at.sender.readBack?.(sent(words, '999'), asked(61))).toMatchObject({ is: 'unknown' })
    })

    test('that may not be there yet is asked for again', async () => {
      at = await stand(contract)
      expect(await at.sender.readBack?.(sent(words, '999'), asked(5))).toMatchObject({ is: 'again' })
    })
  })

  describe('a request', () => {
    test('with a wrong key is refused, and no key is shown, even where the vendor repeats it', async () => {
      at = await stand(contract, { key: 'an0ther-k3y' })
      const answers = [
        await at.sender.send(step(words), asked()),
        await at.sender.look(step(words), asked()),
        await at.sender.readBack?.(sent(words, '101'), asked()),
      ]
      expect(answers.map((answer) => answer?.is)).toEqual(['refused', 'unseen', 'unknown'])
      at.vendor.failWith({ reply: { status: 400, body: { error: `bad:an0ther-k3y`, message: KEY } } })
      at.vendor.failWith({ reply: { status: 400, body: { error: `bad:an0ther-k3y`, message: KEY } } })
      answers.push(await at.sender.send(step(words), asked()))
      expect(JSON.stringify(answers)).not.toMatch(/k3y/)
      expect(at.runs).toHaveLength(0)
    })

    test('that fails there is open, and is asked again where it asked', async () => {
      at = await stand(contract)
      at.vendor.failWith({ reply: { status: 503 } }, { reply: { status: 502 } }, { reply: { status: 500 } })
      expect(await at.sender.send(step(words), asked())).toEqual({ is: 'unknown', outcome: 'HTTP 503' })
      expect(await at.sender.readBack?.(sent(words), asked(61))).toMatchObject({
        is: 'again',
        outcome: 'HTTP 502',
      })
      expect(await at.sender.look(step(words), asked())).toEqual({ is: 'unseen', why: 'HTTP 500' })
      expect(at.runs).toHaveLength(0)
    })

    test('whose answer makes no sense is not read as one', async () => {
      at = await stand(contract)
      at.vendor.failWith(
        ...Array.from({ length: 3 }, () => ({ reply: { status: 200, body: { odd: true } } })),
      )
      expect(await at.sender.readBack?.(sent(words), asked(61))).toMatchObject({ is: 'unknown' })
      expect(await at.sender.readBack?.(sent(words, '101'), asked(61))).toMatchObject({ is: 'unknown' })
      expect(await at.sender.look(step(words), asked())).toMatchObject({ is: 'unseen' })
    })

    test('that began something without saying what is not sent again', async () => {
      at = await stand(contract)
      at.vendor.failWith({ reply: { status: 200, body: { odd: true } }, after: true })
      expect(await at.sender.send(step(words), asked())).toMatchObject({ is: 'running', handle: 'begun' })
      expect(await at.sender.readBack?.(sent(words, 'begun'), asked(70))).toMatchObject({ handle: '101' })
      expect(at.runs).toHaveLength(1)
    })
  })

  test('a look shows the request as it goes out, without the key', async () => {
    at = await stand(contract)
    const looked = await at.sender.look(step(words), asked())
    await at.sender.send(step(words), asked())
    const request = at.vendor.seen.find(({ method }) => method === 'POST')
    const [line, ...body] = (looked.is === 'seen' ? (looked.would ?? '') : '').split('\n')
    expect(line).toMatch(new RegExp(`^POST 127\\.0\\.0\\.1:\\d+${request?.path}(\\?|$)`))
    if (body.length > 0) expect(JSON.parse(body.join('\n'))).toEqual(request?.body)
    expect(JSON.stringify(looked)).not.toContain(KEY)
    expect(looked).toMatchObject({ exists: true, people: null })
  })

  test('words that can’t be read are a gate, and go nowhere', async () => {
    at = await stand(contract)
    expect(at.sender.unread(words)).toBeNull()
    const why = at.sender.unread('?')
    expect(why).toMatch(/[^.]$/)
    expect(await at.sender.look(step('?'), asked())).toMatchObject({
      gates: [{ words: why, refuses: ['send'] }],
    })
    expect(await at.sender.send(step('?'), asked())).toEqual({ is: 'refused', outcome: why })
    expect(at.vendor.seen).toEqual([])
  })
}
