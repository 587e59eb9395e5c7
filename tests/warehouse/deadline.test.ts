import { describe, expect, it } from 'vitest'
import { withDeadline } from '../../src/warehouse/deadline.ts'

describe('withDeadline', () => {
  const open = new AbortController().signal

  it('interrupts again until the work has ended', async () => {
    let interrupts = 0
    let fail = (_: Error) => {}
    const interrupt = () => {
      interrupts += 1
      if (interrupts === 3) fail(new Error('Interrupted'))
    }
    const work = () => new Promise<never>((_, reject) => (fail = reject))
    const asked = withDeadline({ seconds: 0.01, closing: open, interrupt }, work)
    await expect(asked).rejects.toThrow('no answer within 0.01 s')
    expect(interrupts).toBe(3)
  })

  it('gives the answer or the failure of work that ends by itself', async () => {
    const deadline = { seconds: 60, closing: open, interrupt: () => {} }
    expect(await withDeadline(deadline, async () => 7)).toBe(7)
    const failed = withDeadline(deadline, () => Promise.reject(new Error('no such table')))
    await expect(failed).rejects.toThrow('no such table')
  })

  it('begins nothing once it is closing', async () => {
    const begun = withDeadline(
      { seconds: 60, closing: AbortSignal.abort(), interrupt: () => {} },
      async () => 7,
    )
    await expect(begun).rejects.toThrow('Stairway is closing')
  })
})
