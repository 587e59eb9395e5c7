import { expect, test } from 'vitest'
import { sentSqlWords, sqlComing, sqlFile } from '../../../src/slack/cards/sql.ts'
import { aState } from '../../domain/build.ts'

test('the SQL of a reading is one file that says what it is', () => {
  const state = aState()
  const file = sqlFile({ warehouse: 'dwh', sql: 'select 1;\n' }, state, new Date('2026-03-02T08:00:00Z'))
  expect(file.filename).toBe(`${state.campaign.key}.sql`)
  expect(new TextDecoder().decode(file.bytes)).toBe(
    `-- What Stairway asks the warehouse dwh of ${state.campaign.key}, as of 2026-03-02T08:00:00.000Z.\nselect 1;\n`,
  )
  expect(sentSqlWords(state).source).toContain(`\`${state.campaign.key}\``)
  expect(sqlComing(state)).toContain('by direct message')
})
