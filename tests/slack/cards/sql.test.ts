import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../sandbox/workspace/block-limits.ts'
import { sqlMessage } from '../../../src/slack/cards/sql.ts'
import type { Message } from '../../../src/slack/kit/surfaces.ts'
import { aState } from '../../domain/build.ts'

const state = aState()
const run = (sql: string) => ({ warehouse: 'dwh', sql, bound: [{ name: '$1', value: 'it"s' }] })

/** What somebody would copy out of the blocks of code. */
function copied({ blocks }: Message): string[] {
  return blocks.flatMap((block) => {
    const text = block.type === 'section' ? (block.text?.text ?? '') : ''
    const [, code] = /^```\n([\s\S]*)\n```$/.exec(text) ?? []
    return code === undefined
      ? []
      : [code.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')]
  })
}

describe('the SQL of a reading', () => {
  it('stands in one message with the values that are bound', () => {
    const shown = sqlMessage(run('select 1\nwhere a < $1 && `b` > 2'), 1, state)
    expect(copied(shown)).toEqual(['-- $1 = "it\\"s"\nselect 1\nwhere a < $1 && `b` > 2'])
    expect(shown.text).toMatch(/: what is run in the warehouse `dwh`\n```/)
    expect(JSON.stringify(shown)).not.toContain('part')
  })

  it('goes on in further parts, exact to the letter', () => {
    const sql = Array.from(
      { length: 600 },
      (_, i) => `  when value <= ${i} and name <> '&${i}' then "x"`,
    ).join('\n')
    const parts: string[] = []
    for (let part = 1; ; part += 1) {
      const shown = sqlMessage(run(sql), part, state)
      parts.push(...copied(shown))
      expect(JSON.stringify(shown.blocks).length).toBeLessThan(12_000)
      const next = `/campaign results ${state.campaign.key} sql ${part + 1}`
      if (!JSON.stringify(shown.blocks).includes(next)) break
      expect(shown.text).toContain(`part ${part} of `)
    }
    expect(parts.length).toBeGreaterThan(8)
    expect(parts.join('\n')).toBe(`-- $1 = "it\\"s"\n${sql}`)
  })

  it('is a message that Slack takes, whatever is in it', () => {
    const shown = sqlMessage(run(`& < > \`@here\` \`\`\` ${'&'.repeat(2_000)} `.repeat(9)), 1, state)
    expect(checkMessage(shown)).toEqual([])
    expect(JSON.stringify(shown)).not.toContain('@here')
  })

  it('breaks a line that is longer than a block at a space', () => {
    const sql = `select ${Array.from({ length: 900 }, (_, i) => `column_${i}`).join(', ')} from t`
    const shown = copied(sqlMessage(run(sql), 1, state))
      .join('\n')
      .replaceAll(/\s+/g, ' ')
    expect(shown.length).toBeGreaterThan(5_000)
    expect(`-- $1 = "it\\"s" ${sql}`.startsWith(shown.trim())).toBe(true)
  })
})
