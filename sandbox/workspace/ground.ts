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
  /** Where this Slack is reached, once it is. */
  url: string
  /** The WebSocket address of the Socket Mode server, once there is one. */
  socketUrl: string | undefined
}
