import type { ReadingSql } from '../../domain/digest/reading.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { note, section } from '../kit/blocks.ts'
import { code, codeBlock, lines, md } from '../kit/mrkdwn.ts'
import { page } from '../kit/paging.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { campaignTitle } from './parts.ts'

// A message takes 10,000 characters and a section 3,000; signs such as < and & take up to five of them.
const BLOCK = 2_000
const BLOCKS = 4

/** `/campaign results <key> sql`: exactly what is run, in as many parts as it needs. */
export function sqlMessage(run: ReadingSql, wanted: number, { campaign }: CampaignState): Message {
  const part = page(blocksOf(run), wanted, BLOCKS)
  const parts = part.pages === 1 ? '' : `, part ${part.number} of ${part.pages}`
  const title = md`${campaignTitle(campaign)}: what is run in the warehouse ${code(run.warehouse)}${parts}`
  const next = `/campaign results ${campaign.key} sql ${part.next}`
  return message({
    text: lines(title, ...part.items.map(codeBlock)),
    blocks: [
      section(title),
      ...part.items.map((text) => section(codeBlock(text))),
      part.next !== undefined && note(md`It goes on with ${code(next)}.`),
    ],
  })
}

/** The values first, as comments, then the statement: together they can be run as they are read. */
function blocksOf({ sql, bound }: ReadingSql): string[] {
  const values = bound.map(({ name, value }) => `-- ${name} = ${JSON.stringify(value)}`)
  const blocks: string[] = []
  for (const line of [...values, ...sql.split('\n')].flatMap(pieces)) {
    const last = blocks.at(-1)
    const joined = last === undefined ? line : `${last}\n${line}`
    if (last === undefined || sizeOf(joined) > BLOCK) blocks.push(line)
    else blocks[blocks.length - 1] = joined
  }
  return blocks
}

/** A line longer than a block goes on in the next one, from a space where there is one. */
function pieces(line: string): string[] {
  if (sizeOf(line) <= BLOCK) return [line]
  return line.match(/.{1,380}(?:\s|$)|.{1,380}/gsu) ?? [line]
}

function sizeOf(text: string): number {
  return codeBlock(text).source.length
}
