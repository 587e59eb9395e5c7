import { expect, test } from 'vitest'
import { readCatalog } from '../../src/config/file.ts'
import { faultOf } from '../../src/warehouse/declared.ts'

const env = { KEY: 'k3y-of-the-vendor', BAD: 'with a space' }
const around = { env, folder: '/', timeZone: 'UTC', isInstalled: () => true, faultOf }
const read = (entry: string) => readCatalog(`targets: { t: { ${entry} } }`, around)

test.each([
  ['launchdarkly', 'token: env:KEY, project: web, environment: production', 'app.launchdarkly.com'],
  [
    'launchdarkly',
    'base: https://app.eu.launchdarkly.com, token: env:KEY, project: web, environment: production',
    'app.eu.launchdarkly.com',
  ],
  ['growthbook', 'key: env:KEY', 'api.growthbook.io'],
  [
    'growthbook',
    'base: https://growth.example.com/api/, key: env:KEY, environment: dev',
    'growth.example.com',
  ],
  [
    'unleash',
    'base: https://eu.app.unleash-hosted.com/acme, token: env:KEY, environment: production',
    'eu.app.unleash-hosted.com',
  ],
  ['statsig', 'key: env:KEY', 'statsigapi.net'],
  ['posthog', `key: env:KEY, project: '12'`, 'us.posthog.com'],
  ['posthog', `base: https://eu.posthog.com, key: env:KEY, project: '12'`, 'eu.posthog.com'],
])('%s is declared by %s', (kind, rest, host) => {
  const reading = read(`kind: ${kind}, title: Flags, timeout: 5s, deadline: 30min, ${rest}`)
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems))
  expect(reading.catalog.targets).toMatchObject([{ name: 't', kind, title: 'Flags', host, undoable: true }])
  expect(reading.targets.get('t')).toMatchObject({ host, patienceMs: 1_800_000 })
  expect(JSON.stringify([reading.catalog, [...reading.targets]])).not.toContain(env.KEY)
})

test.each([
  ['launchdarkly', 'token: env:KEY, project: web', 't.environment', 'is missing'],
  [
    'launchdarkly',
    'token: api-1, project: web, environment: e',
    't.token',
    'a secret may not stand in this file',
  ],
  ['growthbook', 'key: env:BAD', 't.key', 'does not hold what was expected'],
  ['growthbook', 'key: env:KEY, base: http://growth.example.com', 't.base', 'expected an https address'],
  ['unleash', 'token: env:KEY, environment: production', 't.base', 'is missing'],
  ['statsig', 'key: env:NONE', 't.key', 'NONE is not set'],
  ['posthog', 'key: env:KEY, project: web', 't.project', 'expected the number of a project'],
  [
    'posthog',
    `key: env:KEY, project: '12', environment: x`,
    't.environment',
    'is not a key that belongs here',
  ],
])('%s with %s is refused at %s: %s', (kind, rest, path, message) => {
  const reading = read(`kind: ${kind}, ${rest}`)
  const problems = 'problems' in reading ? reading.problems : []
  expect(problems).toContainEqual({
    path: `targets.${path}`,
    message: expect.stringContaining(message),
  })
  expect(JSON.stringify(problems)).not.toMatch(/api-1|with a space/)
})
