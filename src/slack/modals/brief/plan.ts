import {
  humanStep,
  refuseTooMany,
  refuseUnread,
  sentStep,
  staged,
} from '../../../domain/brief/plan-values.ts'
import { afterText, boundText, refuseUnbounded, type Stage, unfolded } from '../../../domain/brief/stages.ts'
import type { PlannedStep } from '../../../domain/state/brief.ts'
import { peopleIn, token } from '../../../domain/text/tokens.ts'
import { Refusal } from '../../../refusal.ts'
import type { KitBlock } from '../../kit/blocks.ts'
import { input, staticSelect, textInput, userSelect } from '../../kit/inputs.ts'
import type { Filled } from '../../submissions.ts'
import { allOf, each, under } from '../mistakes.ts'
import { type At, entry } from './part.ts'
import { inRow, kindOf, type RowList } from './rows.ts'

/** Longer names don't fit into the value of a choice. */
const LONGEST_TARGET = 75
/** Over that many a select holds no more. */
const MOST_TARGETS = 400

export const PLAN: RowList = {
  most: 20,
  command: 'plan manual @mei Press send; …',
  blank: ['human'],
  inRows: ({ campaign }) =>
    campaign.brief.plan.every(
      (step) => step.kind === 'human' || (step.target.trim() !== '' && step.target.length <= LONGEST_TARGET),
    ),
  adding: ({ catalog }) => [
    { kind: 'human', text: 'Add a step for a person' },
    ...(catalog.targets.length > 0 && catalog.targets.length <= MOST_TARGETS
      ? [{ kind: 'sent' as const, text: 'Add a step that is sent' }]
      : []),
  ],
  begin: ({ campaign, handles }) =>
    campaign.brief.plan.map((step) =>
      step.kind === 'human'
        ? { kind: 'human', filled: { person: step.person, words: handles.show(stagedText(step)) } }
        : { kind: 'sent', filled: { target: step.target, words: handles.show(stagedText(step)) } },
    ),
  title: (row, n) => (kindOf(row) === 'sent' ? `Step ${n}, which is sent` : `Step ${n}, by a person`),
  inputs: (row, n, filled, at) =>
    kindOf(row) === 'sent'
      ? sentInputs(row, n, inRow(filled, row), at)
      : humanInputs(row, n, inRow(filled, row)),
  read: async (rows, filled, at) => {
    const plan = (await allOf(rows.map((row) => () => readSteps(row, inRow(filled, row), at)))).flat()
    refuseTooMany(plan)
    return { patch: { plan } }
  },
}

/** What a step does, with what it waits for, as `unfolded` reads it. */
function stagedText(step: PlannedStep): string {
  return `${afterText(step, token.person)}${step.words}${boundText(step)}`.trim()
}

function humanInputs(row: string, n: number, own: Filled): KitBlock[] {
  return [
    input(
      { blockId: `${row}.person`, label: `Who does step ${n}`, optional: true },
      userSelect({ initial: entry(own, 'person') }),
    ),
    input(
      { blockId: `${row}.words`, label: `What is done in step ${n}`, optional: true },
      textInput({ initial: entry(own, 'words'), placeholder: 'Press send in Braze' }),
    ),
  ]
}

function sentInputs(row: string, n: number, own: Filled, { catalog }: At): KitBlock[] {
  const target = entry(own, 'target')
  const declared = catalog.targets.map(({ name, title }) => ({ value: name, text: title }))
  const lost = target === '' || declared.some(({ value }) => value === target)
  const choices = [...declared, ...(lost ? [] : [{ value: target, text: `${target} (not declared)` }])]
  return [
    input(
      { blockId: `${row}.target`, label: `Where step ${n} is sent`, optional: true },
      staticSelect({ choices, initial: target }),
    ),
    input(
      {
        blockId: `${row}.words`,
        label: `What step ${n} says`,
        hint: wordsHint(target, catalog),
        optional: true,
      },
      textInput({ initial: entry(own, 'words') }),
    ),
  ]
}

const HINTS_SHOWN = 8
const IN_STAGES = '<flag> stages: 10%, 50%, 100% every 1d'

/** How the words of a step are typed: of the target that is chosen, else of each. */
function wordsHint(chosen: string, { targets }: At['catalog']): string {
  const target = targets.find(({ name }) => name === chosen)
  const shown = target ? [target] : targets.slice(0, HINTS_SHOWN)
  const forms = shown.map(({ title, form = 'any words' }) => `${title}: ${form}`).join('; ')
  return shown.some(({ form }) => form?.includes('10%')) ? `${forms}. In stages: ${IN_STAGES}` : forms
}

/** One row may be several steps: each stage is one. */
async function readSteps(row: string, own: Filled, at: At): Promise<PlannedStep[]> {
  const words = at.handles.read(entry(own, 'words'))
  const { stages } = await each({
    stages: () => under(`${row}.words`, () => unfolded(words, (text) => peopleIn(text)[0])),
  })
  return allOf(stages.map((stage) => () => readStep(row, own, stage, at)))
}

async function readStep(row: string, own: Filled, stage: Stage, { catalog }: At): Promise<PlannedStep> {
  const words = stage.typed
  if (kindOf(row) === 'sent') {
    const { target } = await each({
      target: () =>
        under(`${row}.target`, () => chosenOf(entry(own, 'target'), 'Where is it sent? Choose it.')),
      words: () =>
        under(`${row}.words`, () =>
          sentWords(staged(sentStep(entry(own, 'target') || '-', words), stage), catalog),
        ),
    })
    return staged(sentStep(target, words), stage)
  }
  const { person } = await each({
    person: () => under(`${row}.person`, () => chosenOf(entry(own, 'person'), 'Who does it? Choose them.')),
    words: () => under(`${row}.words`, () => humanStep('-', words)),
  })
  return staged(humanStep(person, words), stage)
}

/** A target that is declared no more reads nothing; what is chosen says so. */
function sentWords(step: SentPlan, { targets }: At['catalog']): PlannedStep {
  const target = targets.find((each) => each.name === step.target)
  if (target) {
    refuseUnread(target, step.words)
    refuseUnbounded(step, target)
  }
  return step
}

type SentPlan = Extract<PlannedStep, { kind: 'sent' }>

function chosenOf(value: string, question: string): string {
  if (value === '') throw new Refusal('invalid', question)
  return value
}
