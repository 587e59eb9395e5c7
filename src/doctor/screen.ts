import type { Diagnosis } from './diagnosis.ts'

const COLUMNS = 80
const ROWS = 24
const INDENT = 7
/** What is longer is cut: --json has it whole. */
const LONGEST = { saw: 3, todo: 2 }

/** What was found as one screen: 24 lines of 80 columns at most, worst first. */
export function screenOf(diagnoses: readonly Diagnosis[]): string {
  const lines = diagnoses.map(linesOf)
  const shown = [headline(diagnoses), '', ...lines.flat()]
  if (shown.length <= ROWS) return shown.join('\n')
  return [headline(diagnoses), '', ...asManyAsFit(lines, ROWS - 2)].join('\n')
}

function headline(diagnoses: readonly Diagnosis[]): string {
  const count = (is: Diagnosis['is']) => diagnoses.filter((each) => each.is === is).length
  return `Stairway doctor: ${count('wrong')} wrong, ${count('open')} open, ${count('well')} well`
}

function asManyAsFit(each: readonly (readonly string[])[], rows: number): string[] {
  const shown: string[] = []
  let at = 0
  for (; at < each.length && shown.length + (each[at]?.length ?? 0) < rows; at += 1)
    shown.push(...(each[at] ?? []))
  return [...shown, `       … and ${each.length - at} more: stairway doctor --json has all`]
}

const MARKS = { wrong: 'WRONG', open: 'open', well: 'well' }

function linesOf({ is, about, saw, todo }: Diagnosis): string[] {
  const words = wrapped(`${about}: ${saw}`, LONGEST.saw)
  const help = todo === undefined ? [] : wrapped(`> ${todo}`, LONGEST.todo)
  return [...words, ...help].map((line, at) => `${(at === 0 ? MARKS[is] : '').padEnd(INDENT)}${line}`)
}

/** Broken between words; a word that is longer than a line is broken too. */
function wrapped(text: string, most: number): string[] {
  const width = COLUMNS - INDENT
  const lines = ['']
  for (const word of text
    .split(' ')
    .flatMap((each) => each.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? [''])) {
    const last = lines.at(-1) ?? ''
    if (last === '') lines[lines.length - 1] = word
    else if ([...last].length + 1 + [...word].length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  if (lines.length <= most) return lines
  const cut = [...(lines[most - 1] ?? '')].slice(0, width - 2).join('')
  return [...lines.slice(0, most - 1), `${cut} …`]
}
