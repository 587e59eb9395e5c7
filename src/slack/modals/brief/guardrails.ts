import { absoluteUnit, marginOf } from '../../../domain/brief/guardrail-values.ts'
import type { Catalog } from '../../../domain/catalog/catalog.ts'
import type { Guardrail } from '../../../domain/state/brief.ts'
import { numberText, percentText } from '../../../domain/text/typed-number.ts'
import { Refusal } from '../../../refusal.ts'
import { checkboxes, input, numberInput, staticSelect } from '../../kit/inputs.ts'
import type { Filled } from '../../submissions.ts'
import { allOf, each, under } from '../mistakes.ts'
import { type Choice, canChoose, metricWords } from './metrics.ts'
import { entries, entry, NONE, NONE_CHOICE } from './part.ts'
import { inRow, type RowList } from './rows.ts'

/** Each metric once in % and once in its own unit. */
export const GUARDRAILS: RowList = {
  most: 10,
  command: 'guardrails unsubscribe 0.2 points, …',
  blank: ['guardrail'],
  inRows: ({ catalog, campaign }) => {
    const named = campaign.brief.guardrails.map(({ metric }) => metric)
    return canChoose(catalog, named)
  },
  adding: () => [{ kind: 'guardrail', text: 'Add a guardrail' }],
  begin: ({ campaign }) =>
    campaign.brief.guardrails.map((each) => ({ kind: 'guardrail', filled: filledFrom(each) })),
  title: (_row, n) => `Guardrail ${n}`,
  inputs: (row, n, filled, { catalog }) => {
    const own = inRow(filled, row)
    const metric = entry(own, 'metric')
    return [
      input(
        { blockId: `${row}.metric`, label: `What guardrail ${n} watches`, optional: true },
        staticSelect({ choices: choicesWith(catalog, metric), initial: metric || NONE }),
      ),
      input(
        { blockId: `${row}.margin`, label: `Guardrail ${n} may get worse by at most`, optional: true },
        numberInput({ initial: entry(own, 'margin') }),
      ),
      input(
        { blockId: `${row}.harm`, label: `Beyond guardrail ${n}`, optional: true },
        checkboxes({ choices: [STOP], initial: entries(own, 'harm') }),
      ),
    ]
  },
  read: async (rows, filled, { catalog }) => {
    const guardrails = await allOf(rows.map((row) => () => readRow(row, inRow(filled, row), catalog)))
    const twin = guardrails.findIndex(
      ({ metric }, i) => guardrails.findIndex((other) => other.metric === metric) < i,
    )
    await under(`${rows[twin]}.metric`, () => refuseTwin(guardrails[twin]))
    return { patch: { guardrails } }
  },
}

/** Stands for the unit that the metric itself has. */
const OWN = 'own'
const STOP = { value: 'stop', text: 'Stop the campaign by itself' }

function refuseTwin(twin: Guardrail | undefined): void {
  if (twin) throw new Refusal('invalid', `${twin.metric} stands there twice: give it one margin.`)
}

function filledFrom({ metric, margin, stopOnHarm }: Guardrail): Filled {
  const { amount, unit, measure } = margin
  const own = unit === 'absolute' && measure ? numberText(amount) : percentText(amount)
  return {
    metric: `${metric} ${unit === 'relative' ? '%' : OWN}`,
    margin: own,
    harm: stopOnHarm ? ['stop'] : [],
  }
}

/** "Unsubscribe, in points": no name of a metric holds a space. */
function choicesWith({ metrics }: Catalog, kept: string): Choice[] {
  const all = metrics.flatMap((metric) => [
    { value: `${metric.name} ${OWN}`, text: `${metricWords(metric)}, in ${absoluteUnit(metric)}` },
    { value: `${metric.name} %`, text: `${metricWords(metric)}, in %` },
  ])
  const lost = kept === '' || all.some(({ value }) => value === kept)
  return [NONE_CHOICE, ...all, ...(lost ? [] : [{ value: kept, text: kept }])]
}

async function readRow(row: string, own: Filled, { metrics }: Catalog): Promise<Guardrail> {
  const [chosen, typed] = [entry(own, 'metric'), entry(own, 'margin')]
  const [metric = '', counted] = chosen.split(' ')
  const declared = metrics.find(({ name }) => name === metric)
  const unit = counted === '%' ? '%' : declared ? absoluteUnit(declared) : 'points'
  const { margin } = await each({
    metric: () => under(`${row}.metric`, () => refuseNone(chosen, typed)),
    margin: () =>
      under(`${row}.margin`, () => (chosen === '' ? NO_MARGIN : marginOf(metric, typed, unit, metrics))),
  })
  return { metric, margin, ...(entries(own, 'harm').length > 0 ? { stopOnHarm: true as const } : {}) }
}

const NO_MARGIN: Guardrail['margin'] = { amount: 0, unit: 'relative' }

function refuseNone(chosen: string, typed: string): void {
  if (chosen === '')
    throw new Refusal(
      'invalid',
      `What may get worse by ${typed === '' ? 'so much' : typed}? Choose a metric.`,
    )
}
