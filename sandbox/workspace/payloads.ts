import { randomBytes } from 'node:crypto'
import { type Args, isRecord } from './types.ts'

const STRUCTURED = ['blocks', 'attachments', 'metadata', 'view']

/** The arguments of a form or JSON body, with what Slack takes as JSON strings parsed. */
export function parseArgs(contentType: string, body: string): Args {
  if (contentType.includes('application/json')) return JSON.parse(body || '{}') as Args
  const args: Record<string, unknown> = Object.fromEntries(new URLSearchParams(body))
  for (const name of STRUCTURED) {
    if (typeof args[name] === 'string') args[name] = JSON.parse(args[name])
  }
  return args
}

/** The payload as Slack keeps it: every block and every element of its own has an id. */
export function withIds<T>(payload: T): T {
  if (!isRecord(payload) || !Array.isArray(payload.blocks)) return payload
  return { ...payload, blocks: payload.blocks.map(withBlockIds) }
}

function withBlockIds(block: unknown): unknown {
  if (!isRecord(block)) return block
  const named: Record<string, unknown> = { block_id: madeUpId(), ...block }
  if (Array.isArray(block.elements)) named.elements = block.elements.map(withActionId)
  for (const place of ['accessory', 'element']) {
    if (isRecord(block[place])) named[place] = withActionId(block[place])
  }
  return named
}

const INTERACTIVE = /^(button|checkboxes|radio_buttons|overflow|.*(select|picker|input))$/

function withActionId(element: unknown): unknown {
  if (!isRecord(element) || !INTERACTIVE.test(String(element.type))) return element
  return { action_id: madeUpId(), ...element }
}

function madeUpId(): string {
  return randomBytes(3).toString('base64url')
}
