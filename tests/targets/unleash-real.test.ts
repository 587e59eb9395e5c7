import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sender } from '../../src/targets/target.ts'
import { unleashSender } from '../../src/targets/unleash.ts'
import { asked, stepOf, unsentStep } from './setting-contract.ts'
import { startUnleashServer, type UnleashServer, unleashFolder } from './unleash-server.ts'

interface Served {
  readonly enabled: boolean
  readonly strategies?: readonly { readonly parameters?: { readonly rollout?: string } }[]
}

const folder = unleashFolder(process.env)
if (folder === null)
  console.log('Skipped: Unleash itself, as UNLEASH_SERVER names no folder where .ci/run has installed it')

describe.skipIf(folder === null)('Unleash itself', () => {
  let server: UnleashServer
  let sender: Sender
  beforeAll(async () => {
    server = await startUnleashServer(folder ?? '')
    sender = open(server.adminToken)
  }, 600_000)
  afterAll(() => server?.stop())

  const open = (token: string) =>
    unleashSender({
      base: server.base,
      token,
      project: 'default',
      environment: 'development',
      timeoutSeconds: 60,
      deadlineMinutes: 60,
    })

  const create = async (name: string) => {
    const answer = await fetch(`${server.base}/api/admin/projects/default/features`, {
      method: 'POST',
      headers: { authorization: server.adminToken, 'content-type': 'application/json' },
      body: JSON.stringify({ name, type: 'release' }),
    })
    expect(answer.status).toBe(201)
  }

  /** Whether a client of the application gets it, and for how many percent. */
  const served = async (name: string) => {
    const answer = await fetch(`${server.base}/api/client/features/${name}`, {
      headers: { authorization: server.clientToken },
    })
    const { enabled, strategies } = (await answer.json()) as Served
    return [enabled, strategies?.[0]?.parameters?.rollout ?? null]
  }

  /** How often it was switched, by Unleash's own log of events. */
  const switches = async (name: string) => {
    const query = `feature=IS:${name}&type=IS_ANY_OF:feature-environment-enabled,feature-environment-disabled`
    const answer = await fetch(`${server.base}/api/admin/search/events?${query}`, {
      headers: { authorization: server.adminToken },
    })
    const { events } = (await answer.json()) as { events: { type: string }[] }
    return events.map(({ type }) => type.replace('feature-environment-', '')).reverse()
  }

  test('a flag is switched on once, is seen by a client, and is taken back', async () => {
    await create('checkout')
    const step = stepOf('checkout on')
    expect(await sender.look(unsentStep('checkout on'), asked)).toMatchObject({
      ...{ is: 'seen', exists: true, state: 'off', gates: [], undo: { is: 'full' } },
      would: expect.stringMatching(/\/features\/checkout\/environments\/development\/on$/),
    })
    expect(await served('checkout')).toEqual([false, null])

    expect(await sender.readBack?.(step, asked)).toEqual({ is: 'absent' })
    expect(await sender.send(step, asked)).toEqual({ is: 'done', outcome: 'on (HTTP 200)' })
    expect(await sender.readBack?.(step, asked)).toEqual({ is: 'done', outcome: 'on' })
    expect(await sender.send(step, asked)).toEqual({ is: 'done', outcome: 'on already' })
    expect(await served('checkout')).toEqual([true, '100'])

    expect(await sender.undo?.(step, asked)).toEqual({ is: 'done', outcome: 'off (HTTP 200)' })
    expect(await served('checkout')).toEqual([false, '100'])
    expect(await switches('checkout')).toEqual(['enabled', 'disabled'])
  })

  test('goes up in stages, each to its share, and back by them', async () => {
    await create('banner')
    expect(await sender.send(stepOf('banner 1%'), asked)).toEqual({
      is: 'refused',
      outcome: 'a share is set where one gradual rollout is the only strategy',
    })
    await sender.send(stepOf('banner on'), asked)
    await sender.undo?.(stepOf('banner on'), asked)
    expect(await sender.send(stepOf('banner 1%'), asked)).toMatchObject({ outcome: 'on for 1% (HTTP 200)' })
    expect(await sender.send(stepOf('banner 50% from 1%'), asked)).toMatchObject({ is: 'done' })
    expect(await served('banner')).toEqual([true, '50'])
    expect(await sender.undo?.(stepOf('banner 50% from 1%'), asked)).toMatchObject({ is: 'done' })
    expect(await served('banner')).toEqual([true, '1'])
    expect(await sender.undo?.(stepOf('banner 1%'), asked)).toMatchObject({ is: 'done' })
    expect(await served('banner')).toEqual([false, '1'])
  })

  test('counts after a stop what its clients were given, and says that it is off', async () => {
    await create('gift')
    const step = stepOf('gift on')
    await sender.send(step, asked)
    const began = new Date()
    const hour = new Date(Math.floor(began.getTime() / 3_600_000) * 3_600_000)
    const reported = await fetch(`${server.base}/api/client/metrics`, {
      method: 'POST',
      headers: { authorization: server.clientToken, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ appName: 'shop', instanceId: 'one', environment: 'development' },
        bucket: { start: began, stop: began, toggles: { gift: { yes: 312, no: 7 } } },
      }),
    })
    expect(reported.status).toBe(202)
    const says = async (since: Date) => {
      const told = await sender.count?.(step, { ...asked, now: new Date(), since })
      return told?.is === 'counted' ? told.says : told
    }
    // It writes down in bulk, some seconds later.
    await expect
      .poll(() => says(hour), { timeout: 60_000, interval: 500 })
      .toMatchObject({
        ...{ state: 'the flag gift is on in development', open: true },
        count: { count: 312, lastHour: 312, fromAt: hour, newestAt: hour },
      })
    await sender.undo?.(step, asked)
    expect(await says(new Date())).toMatchObject({
      ...{ state: 'the flag gift is off in development', open: false },
      count: { count: 0 },
    })
  })

  test('says what is not there, and who may not, as the played one does', async () => {
    expect(await sender.look(unsentStep('nothing on'), asked)).toMatchObject({ exists: false })
    expect(await sender.send(stepOf('nothing on'), asked)).toEqual({
      is: 'refused',
      outcome: 'there is no flag nothing in default/development',
    })
    const stranger = open('*:*.somebody-else')
    expect(await stranger.look(unsentStep('checkout on'), asked)).toMatchObject({
      is: 'unseen',
      why: expect.stringMatching(/^HTTP 401 \w+$/),
    })
    expect(await stranger.send(stepOf('checkout on'), asked)).toMatchObject({ is: 'refused' })
  })
})
