import { expect, test, vi } from 'vitest'
import { createDatabase } from '../support/postgres.ts'
import { ground } from './ground.ts'
import type { Running } from './run-main.ts'

vi.setConfig({ testTimeout: 300_000 })

test('three processes that start at once share a PostgreSQL database; replaced one by one they lose nothing and do nothing twice', async () => {
  const { slack, start, clientOf } = await ground({ makeDatabase: () => createDatabase() })
  const all: Running[] = await Promise.all([start(), start(), start()])
  const keys: string[] = []
  const create = async (to: Running | undefined) => {
    if (!to) throw new Error('Nobody runs')
    const key = `sale-${keys.push('')}`
    keys[keys.length - 1] = key
    const { text } = await (
      await clientOf(to).command('U0ANA', '/campaign', `new Sale ${key} key:${key}`)
    ).answer()
    expect(text).toMatch(/Sale sale-|^Working on it/) // acked; on a busy machine the answer follows
  }
  for (let n = 0; n < 3; n++) {
    const old = all[n]
    const next = await start()
    await Promise.all([create(old), create(old), create(next)])
    old?.signal('SIGTERM')
    await create(next)
    expect(await old?.ended()).toBe(0)
    all[n] = next
  }
  const posts = (key: string) =>
    slack.calls.filter(
      ({ method, args, answer }) =>
        method === 'chat.postMessage' && answer.ok && JSON.stringify(args).includes(`\`${key}\``),
    ).length
  await vi.waitUntil(() => keys.every((key) => posts(key) > 0), { timeout: 120_000, interval: 200 })
  expect(keys.map((key) => [key, posts(key)])).toEqual(keys.map((key) => [key, 1]))
})
