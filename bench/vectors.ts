/** `npm run vectors -- <folder>`: reference vectors through the readout's functions; exit 1 where any fails. */
import { parseArgs } from 'node:util'
import { readVectors } from './vectors/records.ts'
import { type Outcome, runVectors } from './vectors/run.ts'

function main(): void {
  const [folder] = parseArgs({ allowPositionals: true }).positionals
  if (!folder) {
    console.error('Which folder? npm run vectors -- ../shared/stats-vectors')
    process.exitCode = 2
    return
  }
  const outcomes = runVectors(readVectors(folder))
  console.log(asTable(outcomes))
  for (const line of notesOf(outcomes)) console.log(line)
  if (outcomes.some((outcome) => outcome.result === 'failed')) process.exitCode = 1
}

function asTable(outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes.map((outcome) => outcome.kind))].sort()
  const rows = kinds.map((kind) =>
    row(
      kind,
      outcomes.filter((outcome) => outcome.kind === kind),
    ),
  )
  const table = [['kind', 'passed', 'failed', 'unsupported'], ...rows, row('all', outcomes)]
  const width = Math.max(...table.map(([kind = '']) => kind.length))
  return table
    .map(([kind = '', ...counts]) =>
      [kind.padEnd(width), ...counts.map((count) => count.padStart(11))].join(' '),
    )
    .join('\n')
}

function row(name: string, outcomes: readonly Outcome[]): string[] {
  const count = (result: Outcome['result']) => outcomes.filter((outcome) => outcome.result === result).length
  return [name, ...(['passed', 'failed', 'unsupported'] as const).map((result) => String(count(result)))]
}

function notesOf(outcomes: readonly Outcome[]): string[] {
  const failed = outcomes.filter((outcome) => outcome.result === 'failed')
  return failed.flatMap(({ file, id, kind, notes }) => [
    `\nfailed: ${kind} ${id} (${file})`,
    ...notes.map((note) => `  ${note}`),
  ])
}

main()
