/**
 * What the page and its server say to each other: JSON over the server's own origin.
 * `GET /api/state?as=` answers a State, without `as` that of whoever a newcomer begins as, `GET /api/events` sends
 * `change` with a new version number as its data and, while the clock is moved, `clock` with a ClockMove,
 * `POST /api/act` takes an ActRequest and answers Done, `POST /api/clock` takes a ClockRequest and answers ClockAnswer,
 * `GET /api/inspector?after=` answers Exchange[], `GET /api/files/<id>` the bytes of an uploaded file,
 * `GET /manifest.yaml` the app's manifest. Anything that
 * fails with a status over 399 answers Done with an error.
 */
export const PATHS = {
  state: '/api/state',
  events: '/api/events',
  act: '/api/act',
  clock: '/api/clock',
  inspector: '/api/inspector',
  files: '/api/files/',
  manifest: '/manifest.yaml',
} as const

/** Everything that one person sees now. Times are the workspace's: ISO 8601, ts in seconds. */
export interface State {
  readonly version: number
  readonly team: { readonly id: string; readonly name: string }
  /** `readOnly`: nobody can write to it, as messages_tab_read_only_enabled says in its manifest. */
  readonly bot: { readonly id: string; readonly name: string; readonly readOnly?: boolean }
  readonly now: string
  /** IANA name, of the workspace's clock. */
  readonly zone: string
  readonly people: readonly Person[]
  readonly me: string
  readonly channels: readonly Channel[]
  readonly dms: readonly DirectMessage[]
  /** What launches set and start, beside e-mail. */
  readonly tools: readonly ShownTool[]
  /** By the id of a channel or direct message, in order of ts; replies stand in their root alone. */
  readonly conversations: Readonly<Record<string, readonly ShownMessage[]>>
  readonly home: View | null
  /** Top last. */
  readonly modals: readonly View[]
  readonly guide: readonly GuideStep[]
  /** None before the steps are done. */
  readonly offers: readonly GuideOffer[]
  /** The newest digest of the newcomer's own campaign. */
  readonly digest: MessageRef | null
  readonly commands: readonly CommandHelp[]
  readonly shortcuts: readonly Shortcut[]
}

export interface Person {
  readonly id: string
  /** The handle that is typed after @. */
  readonly name: string
  readonly realName: string
  /** "owner", "data partner", "outsider". */
  readonly role: string
  readonly zone: string
  readonly active: boolean
}

export interface Channel {
  readonly id: string
  readonly name: string
  readonly archived: boolean
  readonly botIsMember: boolean
}

/** A flag or a sync of the workspace's own tools, and how it is now: `on for 10 %`, `11 800 rows`. */
export interface ShownTool {
  readonly name: string
  readonly kind: 'flag' | 'sync'
  readonly says: string
}

export interface DirectMessage {
  readonly id: string
  /** A person's id, or the bot's. */
  readonly with: string
}

/** A block of Block Kit as Stairway sent it, its block_id and action_ids filled in by the workspace. */
export interface Block {
  readonly type: string
  readonly block_id?: string
  readonly [key: string]: unknown
}

export interface ShownMessage {
  readonly channel: string
  readonly ts: string
  readonly thread_ts?: string
  /** A person's id, or the bot's. */
  readonly user: string
  readonly text: string
  readonly blocks: readonly Block[]
  readonly replies: readonly ShownMessage[]
  readonly edited?: { readonly ts: string }
  /** Only `me` sees it. */
  readonly ephemeral?: true
}

export interface View {
  readonly id: string
  readonly type: 'modal' | 'home'
  /** New with each update. */
  readonly hash: string
  readonly title: { readonly text: string } | null
  readonly submit: { readonly text: string } | null
  readonly close: { readonly text: string } | null
  readonly blocks: readonly Block[]
  /** What Stairway answered to the last submission, by block_id. */
  readonly errors?: Readonly<Record<string, string>>
}

export interface GuideStep {
  readonly id: string
  readonly title: string
  /** mrkdwn; a command in it can be put into the composer. */
  readonly hint: string
  readonly done: boolean
  /** One click that does it, or leads to where it is done. */
  readonly button: GuideButton | null
}

/** Something to try once the steps are done. */
export interface GuideOffer {
  readonly id: string
  readonly title: string
  readonly hint: string
  readonly button: GuideButton
}

/** One after the other; what follows a press waits until the guide has noticed it. */
export interface GuideButton {
  readonly label: string
  readonly does: readonly GuideAct[]
}

export type GuideAct =
  /** Looks as this person, into a channel or direct message. */
  | { readonly kind: 'be'; readonly as: string; readonly in: string }
  /** Sends `/campaign <text>`. */
  | { readonly kind: 'send'; readonly as: string; readonly in: string; readonly text: string }
  /** Puts a line into the composer, for the person to send. */
  | { readonly kind: 'type'; readonly line: string }
  /** Scrolls to a message and presses its button. */
  | { readonly kind: 'press'; readonly message: MessageRef; readonly label: string }
  | { readonly kind: 'clock'; readonly to: ClockRequest['to'] }
  /** Many of those whom this campaign treats unsubscribe. */
  | Harm
  /** How the app comes into a Slack of one's own. */
  | { readonly kind: 'install' }

/** The app's slash command, as Slack completes it. */
export interface CommandHelp {
  /** `/campaign` */
  readonly name: string
  readonly description: string
  readonly usage: string
}

export interface Shortcut {
  readonly callbackId: string
  readonly name: string
  readonly type: 'global' | 'message'
}

/** What an element adds to the action, or to the state of its view: `{ type: 'static_select', selected_option: … }`. */
export interface ElementState {
  readonly type: string
  readonly [key: string]: unknown
}

/** By block_id and action_id, as in `view.state.values`. */
export type FormState = Readonly<Record<string, Readonly<Record<string, ElementState>>>>

export type MessageRef = { readonly channel: string; readonly ts: string }

export type On =
  | { readonly message: MessageRef }
  | { readonly ephemeral: MessageRef }
  | { readonly view: { readonly id: string } }

export type Act =
  /** `text`: what follows `/campaign`, escaped as Slack does with should_escape. */
  | { readonly kind: 'command'; readonly channel: string; readonly text: string }
  | { readonly kind: 'message'; readonly channel: string; readonly text: string; readonly threadTs?: string }
  | {
      readonly kind: 'click'
      readonly on: On
      readonly blockId: string
      readonly actionId: string
      /** `type` and what that kind adds; a button its text, value and style. */
      readonly fields: ElementState
      /** What the view's inputs say meanwhile. */
      readonly state?: FormState
    }
  | { readonly kind: 'submit'; readonly viewId: string; readonly state: FormState }
  | { readonly kind: 'close'; readonly viewId: string }
  | { readonly kind: 'home' }
  | { readonly kind: 'shortcut'; readonly callbackId: string; readonly message?: MessageRef }
  /** Nobody's act: what happens in the world. */
  | Harm

/** Many people of these arms of a campaign unsubscribe. */
export type Harm = { readonly kind: 'harm'; readonly key: string; readonly arms: readonly string[] }

export interface ActRequest {
  readonly as: string
  readonly act: Act
}

/** `error`: Slack's words for the person, such as "/campaign failed with the error operation_timeout". */
export interface Done {
  readonly ok: boolean
  readonly error?: string
}

export interface ClockRequest {
  readonly to: 'hour' | 'next-morning' | 'week'
}

export interface ClockAnswer extends Done {
  readonly now?: string
}

/** Where the clock came from, is, and goes; as JSON, ISO 8601. */
export interface ClockMove {
  readonly from: Date
  readonly now: Date
  readonly to: Date
}

/** One request and its answer. */
export interface Exchange {
  /** Counts up from 1. */
  readonly n: number
  /** ISO 8601, the workspace's clock. */
  readonly at: string
  readonly direction: 'to-stairway' | 'to-slack'
  /** `slash_commands`, `interactive`, `chat.postMessage`. */
  readonly what: string
  readonly ok: boolean
  readonly request: unknown
  readonly answer: unknown
  readonly milliseconds?: number
}
