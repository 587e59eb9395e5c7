import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { contextParts, imageStages } from './process/dockerfile.ts'

const read = (name: string) => readFile(`deploy/${name}`, 'utf8')

interface Pod {
  readonly spec: {
    readonly terminationGracePeriodSeconds: number
    readonly securityContext: object
    readonly containers: readonly Container[]
    readonly volumes: readonly { readonly name: string }[]
  }
}

interface Container {
  readonly env: readonly { readonly name: string }[]
  readonly volumeMounts: readonly { readonly name: string }[]
  readonly securityContext: object
  readonly [probe: string]: unknown
}

async function kubernetes() {
  const all = parseAllDocuments(await read('kubernetes.yaml')).map((document) => document.toJS())
  const of = (kind: string) => all.find((each) => each.kind === kind)
  return {
    deployment: of('Deployment').spec,
    budget: of('PodDisruptionBudget').spec,
    service: of('Service').spec,
  }
}

test('the image: two stages, what runs and nothing else, nobody of rank, a health check that Stairway answers', async () => {
  const [build, image, ...more] = await imageStages()
  expect(more).toEqual([])
  const steps = (does: string) => image?.steps.filter((step) => step.does === does).map(({ words }) => words)
  expect(build?.from).toBe('node:24-bookworm AS build')
  expect(image?.from).toBe('node:24-bookworm-slim')
  expect(build?.steps.filter(({ does }) => does === 'RUN').map(({ words }) => words)).toEqual([
    'npm ci --omit=dev --no-audit --no-fund',
    'npm run bundle',
  ])
  expect(steps('USER')).toEqual(['1000:1000'])
  expect(steps('CMD')).toEqual(['["node", "/app/bin/start.js", "--slack"]'])
  expect(steps('HEALTHCHECK')?.join()).toContain('/healthz')
  const parts = await contextParts()
  expect(parts.filter((part) => !existsSync(part))).toEqual([])
  for (const never of ['.env', 'sandbox', 'tests', 'node_modules', '.git']) expect(parts).not.toContain(never)
})

test('compose: PostgreSQL first, a read-only root, and longer to end than Stairway takes', async () => {
  const { services, volumes, configs } = parse(await read('compose.yaml'))
  const { stairway, postgres } = services
  expect(stairway).toMatchObject({
    build: { context: '..', dockerfile: 'deploy/Dockerfile' },
    depends_on: { postgres: { condition: 'service_healthy' } },
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    stop_grace_period: '30s',
    environment: { STAIRWAY_ENV: 'production' },
  })
  expect(postgres.healthcheck.test).toEqual(['CMD-SHELL', expect.stringContaining('pg_isready')])
  expect(Object.keys(volumes)).toEqual(postgres.volumes.map((volume: string) => volume.split(':')[0]))
  expect(Object.keys(configs)).toEqual(stairway.configs.map(({ source }: { source: string }) => source))
  await knownVariables(Object.keys(stairway.environment))
})

test('Kubernetes: rolled without a gap, kept through disruptions, probed where Stairway answers, without rank', async () => {
  const { deployment, budget, service } = await kubernetes()
  const { replicas, strategy, selector, template } = deployment
  expect(replicas).toBeGreaterThan(1)
  expect(strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 })
  expect(budget).toEqual({ maxUnavailable: 1, selector })
  expect(template.metadata.labels).toEqual(selector.matchLabels)
  expect(service.selector).toEqual(selector.matchLabels)
  const { spec }: Pod = template
  const [container] = spec.containers
  if (!container) throw new Error('There is one container')
  expect(container).toMatchObject({
    startupProbe: { httpGet: { path: '/healthz', port: 'http' } },
    livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
    readinessProbe: { httpGet: { path: '/readyz', port: 'http' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  })
  expect(spec.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  })
  expect(container.volumeMounts.map(({ name }) => name)).toEqual(spec.volumes.map(({ name }) => name))
  expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(30)
  await knownVariables(container.env.map(({ name }) => name))
})

/** Each is one that Stairway reads. */
async function knownVariables(names: readonly string[]): Promise<void> {
  const example = await readFile('.env.example', 'utf8')
  expect(names.filter((name) => !new RegExp(`^${name}=`, 'm').test(example))).toEqual([])
}

test('systemd: it starts nothing but Slack, as nobody of the machine, and writes to its own folder alone', async () => {
  const unit = await read('stairway.service')
  for (const line of [
    'ExecStart=/usr/bin/node /opt/stairway/bin/start.js --slack',
    'DynamicUser=yes',
    'ProtectSystem=strict',
    'StateDirectory=stairway',
    'NoNewPrivileges=yes',
    'CapabilityBoundingSet=',
    'TimeoutStopSec=30',
    'Restart=always',
  ])
    expect(unit.split('\n')).toContain(line)
})

const analyze = '/usr/bin/systemd-analyze'

test.runIf(existsSync(analyze))('systemd takes the unit, and finds it little exposed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stairway-unit-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'stairway.service')
  // Whether Node lies there is the matter of the machine that it is installed on.
  await writeFile(file, (await read('stairway.service')).replace('/usr/bin/node', '/bin/true'))
  const run = promisify(execFile)
  const { stdout, stderr } = await run(analyze, ['verify', '--man=no', file])
  expect(`${stdout}${stderr}`).toBe('')
  // In tenths: it fails beyond 2.0, where 10 is a service without any of it.
  await run(analyze, ['security', '--offline=yes', '--threshold=20', '--no-pager', file])
})
