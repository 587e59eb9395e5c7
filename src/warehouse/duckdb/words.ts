/** What DuckDB says, in a line that names file, line and cause. */
import { WarehouseError } from '../error.ts'
import type { File } from './csv.ts'
import { fieldsOf } from './csv-head.ts'

const CAUSES: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/Invalid unicode/, () => 'is not UTF-8: save the file as UTF-8'],
  [
    /Original Line: (.*)\nExpected Number of Columns: (\d+) Found: (\d+)[\s\S]*delimiter = (.)/,
    (line = '', expected = '', found = '', delimiter = '') => {
      // DuckDB counts no further than one too many.
      const counted = Number(found) > Number(expected) ? fieldsOf(line, delimiter).length : 0
      return `has ${fields(Math.max(Number(found), counted))} where its header has ${expected}`
    },
  ],
  [/unterminated quote/, () => 'a quote is not closed'],
  [/Maximum line size/, () => 'a line is longer than 2 MB'],
  [/invalid state/, () => 'is no CSV: its line ends or quotes are mixed'],
]

function fields(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`
}

/** A fault of a file as such, or the error as it is; files are called as people know them. */
export function fileFault(error: unknown, files: readonly File[]): unknown {
  if (!(error instanceof Error) || error instanceof WarehouseError) return error
  const [, path] = /^\s*file = (.+)$/m.exec(error.message) ?? []
  if (path === undefined) return named(error, files)
  const label = files.find((file) => file.path === path.trim())?.label ?? 'a file'
  const [, line] = /CSV Error on Line: (\d+)/.exec(error.message) ?? []
  const place = [label, ...(line ? [`line ${line}`] : [])].join(', ')
  return new WarehouseError('query', `${place}: ${causeOf(error.message)}`)
}

function named(error: Error, files: readonly File[]): Error {
  const said = files.reduce((text, { path, label }) => text.replaceAll(path, label), error.message)
  return said === error.message ? error : new Error(said)
}

function causeOf(message: string): string {
  for (const [pattern, words] of CAUSES) {
    const [matched, ...found] = pattern.exec(message) ?? []
    if (matched !== undefined) return words(...found)
  }
  const [said = ''] = message.split(/\n\s*(?:Possible|file = )/)
  return said.replaceAll(/\s*\n\s*/g, ' ').trim()
}
