import { expect, test, vi } from 'vitest'
import { readTold, textOf } from '../../sandbox/story/told.ts'
import { tellAnew } from './tell.ts'

vi.setConfig({ testTimeout: 300_000 }) // two seconds, on a busy machine many more

const RENEW = 'The story is told differently now. If that is meant, `npm run story` renews sandbox/story/told'

test('the snapshot of the story is what is told', async () => {
  const [kept, told] = [await readTold(), await tellAnew()]
  expect(textOf(told).split('\n'), RENEW).toEqual(textOf(kept).split('\n'))
  for (const [n, { id, content }] of told.files.entries())
    expect(content === kept.files[n]?.content, `${RENEW} (picture ${id})`).toBe(true)
})
