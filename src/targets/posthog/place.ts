import type { Api, Request } from '../api.ts'

/** A project of PostHog: where its parts are. */
export interface Place {
  readonly api: Api
  /** Of flags and experiments: /api/projects/12. */
  readonly path: string
  /** Of approvals: /api/environments/12. */
  readonly approvals: string
  /** Where people see it. */
  readonly page: string
}

export function flagPatch({ path }: Place, id: number, body: object): Request {
  return { method: 'PATCH', path: `${path}/feature_flags/${id}/`, body }
}
