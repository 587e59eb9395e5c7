import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

/** The app as installed in this workspace. */
export interface Installed {
  readonly name: string
  /** Whether people can't write to it. */
  readonly readOnly: boolean
  readonly scopes: readonly string[]
  readonly commands: readonly {
    readonly name: string
    readonly description: string
    readonly usage: string
  }[]
  readonly shortcuts: readonly {
    readonly callbackId: string
    readonly name: string
    readonly type: 'global' | 'message'
  }[]
  /** The file as it is. */
  readonly source: string
}

const MANIFEST = z.object({
  display_information: z.object({ name: z.string() }),
  features: z.object({
    app_home: z.object({ messages_tab_read_only_enabled: z.boolean().default(false) }).optional(),
    slash_commands: z
      .array(z.object({ command: z.string(), description: z.string(), usage_hint: z.string().default('') }))
      .default([]),
    shortcuts: z
      .array(z.object({ callback_id: z.string(), name: z.string(), type: z.enum(['global', 'message']) }))
      .default([]),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
})

/** What manifest.yaml asks for is what this Slack grants, and nothing else. */
export async function readManifest(): Promise<Installed> {
  const source = await readFile(new URL('../../manifest.yaml', import.meta.url), 'utf8')
  const { display_information, features, oauth_config } = MANIFEST.parse(parse(source))
  return {
    name: display_information.name,
    readOnly: features.app_home?.messages_tab_read_only_enabled ?? false,
    scopes: oauth_config.scopes.bot,
    source,
    commands: features.slash_commands.map(({ command, description, usage_hint }) => ({
      name: command,
      description,
      usage: usage_hint,
    })),
    shortcuts: features.shortcuts.map(({ callback_id, name, type }) => ({
      callbackId: callback_id,
      name,
      type,
    })),
  }
}
