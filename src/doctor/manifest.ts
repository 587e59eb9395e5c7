import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

/** What the app has to have: scopes of its bot, and events that it subscribes to. */
export interface Manifest {
  readonly scopes: readonly string[]
  readonly events: readonly string[]
}

const MANIFEST = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
})

/** The manifest that this version of Stairway brings along. */
export async function readManifest(): Promise<Manifest> {
  const text = await readFile(new URL('../../manifest.yaml', import.meta.url), 'utf8')
  const { oauth_config, settings } = MANIFEST.parse(parse(text))
  return { scopes: oauth_config.scopes.bot, events: settings.event_subscriptions.bot_events }
}
