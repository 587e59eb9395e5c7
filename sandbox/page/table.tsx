import type { TableBlock } from '@slack/types'
import { RichText } from './rich-text.tsx'
import { numberWords } from './scale.ts'
import { Scroll } from './scroll.tsx'

type Cell = TableBlock['rows'][number][number]

/** A table; the first row names the columns. */
export function Table({ block }: { block: TableBlock }) {
  const [head = [], ...rows] = block.rows
  const settings = block.column_settings ?? []
  const classOf = (column: number) =>
    `${settings[column]?.align ?? 'left'} ${settings[column]?.is_wrapped ? 'wraps' : ''}`
  return (
    <Scroll class="table" label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th key={i} scope="col" class={classOf(i)}>
                <CellText cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, i) => (
                <td key={i} class={classOf(i)}>
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

function CellText({ cell }: { cell: Cell }) {
  if (cell.type === 'rich_text') return <RichText block={cell} />
  return <>{cell.type === 'raw_text' ? cell.text : numberWords(cell.value)}</>
}
