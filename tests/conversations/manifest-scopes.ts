import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'

/** The bot's scopes as manifest.yaml asks for them: what it does not ask for, Slack refuses in the tests too. */
export async function manifestScopes(): Promise<string[]> {
  const manifest = parse(await readFile(new URL('../../manifest.yaml', import.meta.url), 'utf8'))
  return manifest.oauth_config.scopes.bot
}
