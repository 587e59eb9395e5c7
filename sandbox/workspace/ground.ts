import type { SlackEmulator } from './emulator.ts'
import type { Files } from './files.ts'
import type { Replies } from './replies.ts'
import type { Traffic } from './traffic.ts'
import type { Views } from './views.ts'

/** What the methods of this Slack work on, beside `emulate`. */
export interface Ground {
  readonly emulator: SlackEmulator
  readonly replies: Replies
  readonly views: Views
  readonly files: Files
  readonly traffic: Traffic
  readonly deactivated: Set<string>
  /** What an account says otherwise than at first. */
  readonly accounts: Map<string, Readonly<Record<string, unknown>>>
  /** Members of the user groups that there are. */
  readonly groups: Map<string, readonly string[]>
  /** Where this Slack is reached, once it is. */
  url: string
  /** The WebSocket address of the Socket Mode server, once there is one. */
  socketUrl: string | undefined
}
