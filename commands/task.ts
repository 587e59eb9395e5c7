import { command, type TypedAct, type TypedAt } from './command.ts'
import { addNewTask, type NewTaskTyped, readNewTask } from './task-add.ts'
import {
  changeTyped,
  readTaskChange,
  removeTyped,
  showTyped,
  type TaskChangeTyped,
  type TaskRemovalTyped,
  type TaskShownTyped,
} from './task-change.ts'
import type { Words } from './words.ts'

type Input = NewTaskTyped | TaskChangeTyped | TaskRemovalTyped | TaskShownTyped

export const task = command<Input>({
  name: 'task',
  usage: [
    'task <key> add <title> [@owner] [due:<when>] [after:<n,n>] [evidence:<what>] [step:collect|model|analyze] [team:growth|data] [required]',
    'task <key> <n> start|done|block|reopen|waive|assign|due|after|check|rename|remove [words or link or @person or when or numbers]',
  ],
  summary: 'Adds a task, or says what became of one or several; check notes what was looked at.',
  example: 'task winback 3 done https://bi.example/audience says 42 610',
  parse: readTask,
  run: (input, act: TypedAct) => {
    if ('change' in input) return changeTyped(input, act)
    if ('remove' in input) return removeTyped(input, act)
    return 'show' in input ? showTyped(input, act) : addNewTask(input, act)
  },
})

function readTask(words: Words, at: TypedAt): Input {
  const key = words.key()
  if (words.empty) throw words.refuse('Which task, or `add`?')
  return words.nextOf(['add'] as const) ? readNewTask(key, words, at) : readTaskChange(key, words, at)
}
