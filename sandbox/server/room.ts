import type { Over } from '../story/warehouse.ts'
import type { Tools } from '../tools/tools.ts'
import type { SlackClient } from '../workspace/client.ts'
import type { Installed } from '../workspace/manifest.ts'
import type { FakeSlack } from '../workspace/web-api.ts'
import type { Clock } from './clock.ts'
import type { Progress } from './guide.ts'

/** What Stairway tells the workspace of itself once it is connected. */
export interface Connected {
  /** Campaigns of a team that were made at or after a time of the workspace, the newest first. */
  progress(teamId: string, since: Date): Promise<Progress[]>
  /** Campaigns of a team that were stopped, and when. */
  stops(teamId: string): Promise<Over[]>
}

/** Everything that the page's server shows and does. */
export interface Room {
  readonly slack: FakeSlack
  readonly client: SlackClient
  readonly clock: Clock
  readonly installed: Installed
  readonly roles: Readonly<Record<string, string>>
  /** Since when the guide counts: the story's present. */
  readonly present: Date
  readonly connected: Connected
  readonly tools: Pick<Tools, 'shown'>
  /** Many people of these arms of a campaign unsubscribe. */
  harm(key: string, arms: readonly string[]): Promise<void>
}
