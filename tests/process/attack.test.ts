import { expect, test, vi } from 'vitest'
import { attack, framesOf } from '../../bench/attack/fuzz.ts'
import { KNOWN, twoWorkspaces } from '../../bench/attack/place.ts'
import { ground, SIGNING_SECRET } from './ground.ts'

vi.setConfig({ testTimeout: 300_000 })

/** `npm run attack` in short. */
const SHORT = { seed: 7, count: 64 }

test('each of some hundred requests is answered, with no error, and the process is alive', async () => {
  const { start, slack } = await ground()
  const { url, process } = await start()
  const target = await twoWorkspaces({ slack, url, signingSecret: SIGNING_SECRET })
  const { sent, statuses, faults } = await attack(target, SHORT)
  expect(faults).toEqual([])
  expect(sent).toBe(5 * SHORT.count)
  expect(Object.keys(statuses)).toEqual(['200', '400'])
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(process.exitCode).toBeNull()
})

test('what comes after some hundred frames of Socket Mode is answered', async () => {
  const { start, socket } = await ground({ socket: true })
  const { url, process } = await start()
  for (const frame of framesOf(KNOWN, { ...SHORT, count: 300 })) socket?.send(frame)
  const { ack } = (await socket?.client.command('U0ANA', '/campaign', 'list')) ?? {}
  expect(JSON.stringify(ack)).toContain('My campaigns')
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(process.exitCode).toBeNull()
})
