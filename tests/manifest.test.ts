import { beforeAll, describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { COMMANDS } from '../commands/index.ts'
import { read, type SlackUse, slackUse, sourceText } from './support/slack-use.ts'

interface Manifest {
  readonly display_information: Record<'name' | 'description' | 'background_color', string>
  readonly features: {
    readonly app_home: Record<
      'home_tab_enabled' | 'messages_tab_enabled' | 'messages_tab_read_only_enabled',
      boolean
    >
    readonly bot_user: { readonly display_name: string }
    readonly shortcuts?: readonly { readonly callback_id: string }[]
    readonly slash_commands: readonly {
      readonly command: string
      readonly description: string
      readonly usage_hint: string
      readonly should_escape: boolean
    }[]
  }
  readonly oauth_config: { readonly scopes: Readonly<Record<string, readonly string[]>> }
  readonly settings: {
    readonly event_subscriptions: Readonly<Record<string, readonly string[]>>
    readonly interactivity: { readonly is_enabled: boolean }
    readonly socket_mode_enabled: boolean
    readonly org_deploy_enabled: boolean
    readonly token_rotation_enabled: boolean
  }
}

const HISTORY = ['channels:history', 'groups:history', 'im:history']

/** Bot scopes that each method needs here: channels are public or private, direct messages have one person. */
const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'apps.manifest.export': [], // by a token of its own
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': HISTORY,
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': HISTORY,
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
}

const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  channel_archive: ['channels:read'],
  channel_deleted: ['channels:read'],
  channel_id_changed: ['groups:read'],
  channel_left: ['channels:read'],
  channel_unarchive: ['channels:read'],
  group_archive: ['groups:read'],
  group_deleted: ['groups:read'],
  group_left: ['groups:read'],
  group_unarchive: ['groups:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  subteam_members_changed: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  team_join: ['users:read'],
  user_change: ['users:read'],
}

/** Commands that Slack itself has, and that people are told to type. */
const OF_SLACK = ['/invite']

let manifest: Manifest
let use: SlackUse

beforeAll(async () => {
  manifest = parse(await read('manifest.yaml'))
  use = slackUse(await sourceText('src', 'commands'))
})

describe('the manifest asks for what the code uses, and for nothing else', () => {
  it('knows the scopes of every method and event that the code uses', () => {
    expect(use.methods.filter((method) => !(method in METHOD_SCOPES))).toEqual([])
    expect(use.events.filter((event) => !(event in EVENT_SCOPES))).toEqual([])
  })

  it('has the scopes that methods, events and commands need', () => {
    const needed = [
      ...use.methods.flatMap((method) => METHOD_SCOPES[method] ?? []),
      ...use.events.flatMap((event) => EVENT_SCOPES[event] ?? []),
      ...(use.routed.length > 0 ? ['commands'] : []),
    ]
    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(sorted(new Set(needed)))
    expect(Object.keys(manifest.oauth_config.scopes)).toEqual(['bot'])
  })

  it('subscribes to the events that the code listens to', () => {
    expect(sorted(manifest.settings.event_subscriptions.bot_events)).toEqual(use.events)
    expect(Object.keys(manifest.settings.event_subscriptions)).toEqual(['bot_events'])
  })

  it('declares the commands that people are told to type, and the code takes them', () => {
    const commands = sorted(manifest.features.slash_commands.map(({ command }) => command))
    expect(commands).toEqual(use.typed.filter((typed) => !OF_SLACK.includes(typed)))
    for (const command of commands)
      expect(
        use.routed.some((route) => routes(route, command)),
        command,
      ).toBe(true)
  })

  it('declares the shortcuts that the code takes', () => {
    expect(sorted((manifest.features.shortcuts ?? []).map((each) => each.callback_id))).toEqual(use.shortcuts)
  })

  it('opens the tabs that the code fills, and takes clicks', () => {
    const { home_tab_enabled, messages_tab_enabled, messages_tab_read_only_enabled } =
      manifest.features.app_home
    expect(home_tab_enabled).toBe(use.methods.includes('views.publish'))
    expect(messages_tab_enabled).toBe(use.methods.includes('conversations.open'))
    expect(messages_tab_read_only_enabled).toBe(!use.events.includes('message'))
    expect(manifest.settings.interactivity.is_enabled).toBe(true)
  })

  it('hints at subcommands that there are', () => {
    const names = COMMANDS.map(({ name }) => name)
    for (const { usage_hint } of manifest.features.slash_commands) {
      const hinted = usage_hint.split(' | ').map((form) => form.split(' ')[0])
      expect(hinted.filter((name) => name === undefined || !names.includes(name))).toEqual([])
    }
  })
})

describe('the manifest is one that Slack takes', () => {
  it('stays within the limits of the schema', () => {
    const { display_information, features, oauth_config, settings } = manifest
    expect(display_information.name.length).toBeLessThanOrEqual(35)
    expect(display_information.description.length).toBeLessThanOrEqual(140)
    expect(display_information.background_color).toMatch(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i)
    expect(features.bot_user.display_name.length).toBeLessThanOrEqual(80)
    expect(features.slash_commands.length).toBeLessThanOrEqual(50)
    for (const { command, description, usage_hint } of features.slash_commands) {
      expect(command).toMatch(/^\/\S{1,31}$/)
      expect(description.length).toBeLessThanOrEqual(2_000)
      expect(usage_hint.length).toBeLessThanOrEqual(1_000)
    }
    expect(oauth_config.scopes.bot?.length).toBeLessThanOrEqual(255)
    expect(settings.event_subscriptions.bot_events?.length).toBeLessThanOrEqual(100)
  })

  it('has people and channels escaped in every command: names could not be told apart', () => {
    for (const { should_escape, command } of manifest.features.slash_commands)
      expect(should_escape, command).toBe(true)
  })

  it('connects by Socket Mode, in one workspace, with a token that stays', () => {
    const { socket_mode_enabled, org_deploy_enabled, token_rotation_enabled } = manifest.settings
    expect({ socket_mode_enabled, org_deploy_enabled, token_rotation_enabled }).toEqual({
      socket_mode_enabled: true,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
    })
  })
})

describe('what a program asks of Slack is read from its text', () => {
  test.each([
    ['client.chat.postMessage({})', ['chat.postMessage']],
    ['deps.delivery.conversations\n  .open({ users })', ['conversations.open']],
    ['const { views } = client; views?.open(x)', ['views.open']],
    ["client.apiCall('usergroups.users.list')", ['usergroups.users.list']],
    ['const post = client.chat.postMessage', ['chat.postMessage']],
    ['client.chat.postMessageSoon()', []],
    ['mychat.update()', []],
    ['// client.chat.delete()\n/* client.chat.delete() */', []],
    ["const url = 'https://slack.com'; client.chat.delete()", ['chat.delete']],
  ])('methods of %s', (program, methods) => {
    expect(slackUse(program).methods).toEqual(methods)
  })

  test('listeners and typed commands', () => {
    const program = [
      "app.event('team_join', f); app.event(\n  'app_home_opened', f)",
      "app.command(/.*/, f); app.command('/do', f); app.shortcut('ask', f)",
      'const a = `Type \\`/campaign list\\` or /invite @Stairway`; const b = x / y',
      '// app.event("message")  `/gone away`',
    ].join('\n')
    expect(slackUse(program)).toEqual({
      methods: [],
      events: ['app_home_opened', 'team_join'],
      routed: ["'/do'", '/.*/'],
      typed: ['/campaign', '/invite'],
      shortcuts: ['ask'],
    })
    expect(slackUse('app.message(f)').events).toEqual(['message'])
  })
})

function sorted(names: Iterable<string> | undefined): string[] {
  return [...(names ?? [])].sort()
}

/** Whether `app.command(route)` takes this command. */
function routes(route: string, command: string): boolean {
  return route.startsWith('/') ? new RegExp(route.slice(1, -1)).test(command) : route.slice(1, -1) === command
}
