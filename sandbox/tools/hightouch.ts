import type { Reply, Seen } from './served.ts'

export interface PlayedSync {
  readonly id: number
  readonly slug: string
  readonly disabled: boolean
  readonly schedule: object | null
}

export interface PlayedSyncRun {
  readonly id: number
  /** In its own words: `queued`, `success`. */
  readonly status: string
  readonly at: Date
  /** Null where it tells none. */
  readonly through: number | null
  readonly failed: number | null
}

export interface HightouchPlay {
  /** Null where there is none of this number. */
  sync(id: number): PlayedSync | null
  /** Begins a run; its id. */
  begin(sync: number): number
  /** In order of their begin. */
  runs(sync: number): readonly PlayedSyncRun[]
}

/** As its OpenAPI (api.hightouch.com, "Hightouch Public Rest API" 1.0.0) describes it: ids of a trigger are texts, of a list numbers. */
export function playHightouch(play: HightouchPlay): (seen: Seen) => Reply {
  return ({ method, path, query, body }) => {
    if (method === 'POST' && path === '/api/v1/syncs/trigger') return triggered(play, body)
    const [, number = '', list] = /^\/api\/v1\/syncs\/(\d+)(\/runs)?$/.exec(path) ?? []
    const sync = play.sync(Number(number))
    if (method !== 'GET' || !sync) return NOT_FOUND
    const runs = play.runs(sync.id)
    return list
      ? listed(runs, query)
      : { status: 200, body: { ...sync, status: runs.at(-1)?.status || 'success' } }
  }
}

const NOT_FOUND: Reply = { status: 404, body: { error: 'not_found' } }

function triggered({ sync, begin }: HightouchPlay, body: unknown): Reply {
  const { syncId, ...flags } = body as Record<string, unknown>
  const isRight = typeof syncId === 'string' && Object.values(flags).every((flag) => flag === false)
  if (!isRight) return { status: 422, body: { message: 'Validation failed', details: {} } }
  return sync(Number(syncId)) ? { status: 200, body: { id: String(begin(Number(syncId))) } } : NOT_FOUND
}

function listed(runs: readonly PlayedSyncRun[], query: URLSearchParams): Reply {
  const wanted = query.get('runId')
  const [limit, offset] = [Number(query.get('limit') ?? 100), Number(query.get('offset') ?? 0)]
  const all = runs.filter(({ id }) => wanted === null || id === Number(wanted))
  return {
    status: 200,
    body: { data: all.slice(offset, offset + limit).map(runOf), hasMore: all.length > offset + limit },
  }
}

function runOf({ id, status, at, through, failed }: PlayedSyncRun) {
  const begun = at.toISOString()
  return {
    ...{ id, status, createdAt: begun, startedAt: begun, finishedAt: null },
    ...{ querySize: 50_000, completionRatio: 1, error: 'ana@example.com was refused' },
    plannedRows: { addedCount: 0, changedCount: 0, removedCount: 0 },
    successfulRows: through && { addedCount: through - 10, changedCount: 8, removedCount: 2 },
    failedRows: failed === null ? null : { addedCount: failed, changedCount: 0, removedCount: 0 },
  }
}
