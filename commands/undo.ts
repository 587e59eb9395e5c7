import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { confirmTakenBack, undoAgain, undoLaunched } from '../src/usecases/undo.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

export const undo = command({
  name: 'undo',
  usage: ['undo <key>', 'undo <key> <n>'],
  summary: 'Takes back what ran of a launch whose step failed; a number tries one again.',
  example: 'undo winback',
  parse: (words) => {
    const key = words.key()
    const n = words.empty ? null : words.number('step')
    words.end()
    return { key, n }
  },
  run: async ({ key, n }, act) => {
    const { deps, actor } = act
    const ref = refOf(act, key)
    const { after } = n === null ? await undoLaunched(deps, actor, ref) : await undoAgain(deps, actor, ref, n)
    const line =
      n === null ? `What ran of \`${key}\` is taken back.` : `Step ${n} of \`${key}\` is being taken back.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})

export const takenBack = command({
  name: 'taken-back',
  usage: ['taken-back <key> <n> [no]'],
  summary: 'Says that a step you did by hand is taken back, or with no that it can’t be.',
  example: 'taken-back winback 2',
  parse: (words) => {
    const key = words.key()
    const n = words.number('step')
    const gone = words.nextOf(['no'] as const) === null
    words.end()
    return { key, n, gone }
  },
  run: async ({ key, n, gone }, act) => {
    const { after } = await confirmTakenBack(act.deps, act.actor, refOf(act, key), n, gone)
    const line = `Step ${n} of \`${key}\` ${gone ? 'is taken back' : "can't be taken back"}.`
    return said(act, line, after, (look) => campaignCard(after, look, 'private'))
  },
})
