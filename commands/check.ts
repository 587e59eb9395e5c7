import { checksNow } from '../src/slack/replies/readings.ts'
import { type CheckTokenTyped, doCheckToken, readCheckToken } from './check-token.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

type Input = { readonly key: string; readonly n: number | null } | CheckTokenTyped

export const check = command<Input>({
  name: 'check',
  usage: ['check <key>', 'check <key> <n>', 'check token [check]', 'check revoke <check>'],
  summary:
    'Asks now what machines say of tasks, or of task n; token and revoke say who may report a check. Only you see it.',
  example: 'check winback',
  parse: (words) => {
    const ofToken = readCheckToken(words)
    if (ofToken) return ofToken
    const key = words.key()
    const n = words.empty ? null : words.number('n')
    words.end()
    return { key, n }
  },
  run: (input, act) =>
    'does' in input ? doCheckToken(input, act) : checksNow(act, refOf(act, input.key), input.n),
})
