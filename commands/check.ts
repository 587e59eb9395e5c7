import { checksNow } from '../src/slack/replies/readings.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const check = command<{ readonly key: string; readonly n: number | null }>({
  name: 'check',
  usage: ['check <key>', 'check <key> <n>'],
  summary: 'Asks now what machines say of the tasks that have a check, or of task n; only you see it.',
  example: 'check winback',
  parse: (words) => {
    const key = words.key()
    const n = words.empty ? null : words.number('n')
    words.end()
    return { key, n }
  },
  run: ({ key, n }, act) => checksNow(act, refOf(act, key), n),
})
