import { changeOf, goalOf, parseBaseline } from '../../../domain/brief/metric-values.ts'
import type { Outcome } from '../../../domain/state/brief.ts'
import { numberText, percentText } from '../../../domain/text/typed-number.ts'
import { Refusal } from '../../../refusal.ts'
import { checkboxes, input, multiSelect, numberInput, staticSelect } from '../../kit/inputs.ts'
import type { Filled } from '../../submissions.ts'
import { each, under } from '../mistakes.ts'
import { metricChoices } from './metrics.ts'
import { type At, entries, entry, LABELS, NONE, type Part } from './part.ts'

const UNITS = [
  { value: '%', text: '% of what it is now' },
  { value: 'points', text: 'points' },
] as const
const DIRECTIONS = [
  { value: 'up', text: 'up' },
  { value: 'down', text: 'down' },
] as const
const MOST_BESIDE = 10

/** The goal: which metric, which way, how far, and what is watched beside it. */
export const OUTCOME: Part = {
  begin: ({ campaign: { brief } }) => (brief.outcome ? filledFrom(brief.outcome) : { 'outcome.unit': '%' }),
  blocks: (filled, at) => [...goalBlocks(filled, at), ...besideBlocks(filled, at)],
  read: async (filled, at) => {
    if (entry(filled, 'outcome') !== '') return { patch: { outcome: await readOutcome(filled, at) } }
    const left = entry(filled, 'outcome.effect')
    if (left !== '' && !at.campaign.brief.outcome)
      throw new Refusal('invalid', `Which metric has to move by ${left}? Choose it.`)
    return { patch: { outcome: null } }
  },
}

function filledFrom(outcome: Outcome): Filled {
  const { metric, direction, minimumEffect, baseline, secondary, bayesian } = outcome
  return {
    outcome: metric,
    'outcome.direction': direction,
    'outcome.effect': minimumEffect === null ? '' : numberText(Number(percentText(minimumEffect))),
    'outcome.unit': '%',
    'outcome.baseline': baseline === undefined ? '' : percentText(baseline),
    'outcome.also': secondary,
    'outcome.bayesian': bayesian ? ['bayesian'] : [],
  }
}

function goalBlocks(filled: Filled, { catalog, campaign }: At) {
  const choices = metricChoices(catalog, campaign.brief.outcome?.metric)
  const initial = (id: string) => entry(filled, `outcome.${id}`)
  return [
    input(
      { blockId: 'outcome', label: LABELS.outcome, hint: 'The metric that has to move.', optional: true },
      staticSelect({ choices, initial: entry(filled, 'outcome') || NONE }),
    ),
    input(
      { blockId: 'outcome.direction', label: 'Which way', optional: true },
      staticSelect({ choices: DIRECTIONS, initial: initial('direction') }),
    ),
    input(
      {
        blockId: 'outcome.effect',
        label: 'By at least',
        hint: 'The least change worth having.',
        optional: true,
      },
      numberInput({ initial: initial('effect') }),
    ),
    input(
      {
        blockId: 'outcome.unit',
        label: 'Change counted in',
        hint: 'Points are kept as % of the share below.',
      },
      staticSelect({ choices: UNITS, initial: initial('unit') || '%' }),
    ),
    input(
      {
        blockId: 'outcome.baseline',
        label: 'Share of people who do so anyway, in %',
        hint: 'Where no campaign has measured it yet.',
        optional: true,
      },
      numberInput({ initial: initial('baseline') }),
    ),
  ]
}

function besideBlocks(filled: Filled, { catalog, campaign }: At) {
  const kept = campaign.brief.outcome?.secondary ?? []
  const declared = metricChoices(catalog, undefined).slice(1)
  const lost = kept.filter((name) => !declared.some(({ value }) => value === name))
  const choices = [...declared, ...lost.map((name) => ({ value: name, text: `${name} (not declared)` }))]
  return [
    input(
      {
        blockId: 'outcome.also',
        label: 'Watched beside it',
        hint: 'These decide nothing.',
        optional: true,
      },
      multiSelect({ choices, initial: entries(filled, 'outcome.also'), most: MOST_BESIDE }),
    ),
    input(
      { blockId: 'outcome.bayesian', label: 'Figures', optional: true },
      checkboxes({
        choices: [{ value: 'bayesian', text: 'Say each arm’s chance to win too (Bayesian)' }],
        initial: entries(filled, 'outcome.bayesian'),
      }),
    ),
  ]
}

async function readOutcome(filled: Filled, { catalog }: At): Promise<Outcome> {
  const [metric, amount] = [entry(filled, 'outcome'), entry(filled, 'outcome.effect')]
  const typed = entry(filled, 'outcome.baseline')
  const { direction, baseline } = await each({
    direction: () => under('outcome.direction', () => directionOf(filled, metric, catalog)),
    baseline: () => under('outcome.baseline', () => (typed === '' ? undefined : parseBaseline(`${typed}%`))),
  })
  const unit = entry(filled, 'outcome.unit') === 'points' ? 'points' : '%'
  const minimumEffect = await under('outcome.effect', () =>
    amount === '' ? null : changeOf({ amount, unit, direction, baseline }),
  )
  const bayesian = entries(filled, 'outcome.bayesian').length > 0
  return goalOf({
    metric,
    direction,
    minimumEffect,
    baseline,
    secondary: entries(filled, 'outcome.also'),
    bayesian,
  })
}

/** Without a choice, the way that is better by stairway.yaml. */
function directionOf(filled: Filled, metric: string, { metrics }: At['catalog']): Outcome['direction'] {
  const chosen = DIRECTIONS.find(({ value }) => value === entry(filled, 'outcome.direction'))
  const declared = metrics.find(({ name }) => name === metric)?.direction
  const direction = chosen?.value ?? declared
  if (!direction) throw new Refusal('invalid', `Which way has ${metric} to go? Choose up or down.`)
  if (!declared || declared === direction) return direction
  throw new Refusal(
    'invalid',
    `stairway.yaml says that ${metric} is better when it goes ${declared}: choose ${declared}.`,
  )
}
