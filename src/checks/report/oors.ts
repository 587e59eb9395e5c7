import { z } from 'zod'
import type { CheckAnswer, CheckStatus } from '../../domain/readiness/checks.ts'
import type { Taken } from '../check.ts'
import { Unread } from '../unread.ts'
import { worstOf } from '../worst.ts'
import { cardText, moment, readAs, seen, shownText, status } from './said.ts'
import { thresholdWords } from './threshold.ts'

/** Files of the Open Observability Results Standard: a draft (0.8.1), so what it may add is passed over. */

const KIND = 'ObservabilityResults'

export function isResults(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'kind' in document && document.kind === KIND
}

/** What all results of a file say together, or the one of that id or name; null where its run still goes. */
export function resultsSaid(document: unknown, one: string | null, receivedAt: Date): Taken | null {
  const file = readAs(shape(receivedAt), document)
  if (file.run?.state !== undefined && GOING.test(file.run.state)) return null
  const results = one === null ? file.results : called(file.results, one)
  const said =
    file.run?.state !== undefined && !ENDED_WELL.test(file.run.state)
      ? brokenOff(file.run.state)
      : together(results, one === null ? file.status : undefined)
  return {
    report: { ...said, at: file.observedAt, where: cardText(file.source.process) ?? 'its pipeline' },
    campaign: null,
  }
}

/** The draft names `running`; of others only what plainly says an end counts as one. */
const GOING = /^(running|started|queued|pending)$/i
const ENDED_WELL = /^(completed?|finished|succeeded|success)$/i

type Said = Pick<CheckAnswer, 'status' | 'figure' | 'wanted' | 'words'>

/** Results of a run that did not come to its end are not all there are. */
function brokenOff(state: string): Said {
  return { status: 'error', figure: null, wanted: null, words: cardText(`its run is ${state}`) }
}

function together(results: readonly Result[], whole: CheckStatus | undefined): Said {
  const [only] = results
  if (only && results.length === 1) return withWhole(saidOf(only), whole)
  const passed = results.filter((each) => each.status === 'pass').length
  const worst = worstOf(results.map((each) => each.status))
  const first = results.find((each) => each.status === worst)
  const words =
    worst === 'pass' || !first
      ? null
      : cardText([first.name, first.message].flatMap((part) => part ?? []).join(': '))
  return withWhole(
    {
      status: worst,
      figure: `${passed} of ${results.length} pass`,
      wanted: `all ${results.length} pass`,
      words,
    },
    whole,
  )
}

/** A file may say by itself what it comes to; the worse word counts. */
function withWhole(said: Said, whole: CheckStatus | undefined): Said {
  return whole === undefined ? said : { ...said, status: worstOf([said.status, whole]) }
}

function saidOf({ status, name, message, measure }: Result): Said {
  const figure = measure?.value ?? null
  return {
    status,
    figure: figure === null ? null : [figure, measure?.unit].flatMap((part) => part ?? []).join(' '),
    wanted: thresholdWords(measure?.threshold),
    words: status === 'pass' ? null : cardText(message ?? name),
  }
}

/** Several may be called that, as of each partition: all of them count. */
function called(results: readonly Result[], one: string): readonly Result[] {
  const found = results.filter(({ id }) => id === one)
  const named = found.length > 0 ? found : results.filter(({ name }) => name === one)
  if (named.length > 0) return named
  throw new Unread(
    `results: expected one whose id is ${one}, as stairway.yaml says, saw ${results
      .map(({ id }) => id)
      .slice(0, 5)
      .join(', ')}`,
  )
}

const text = z.string({ error: ({ input }) => `expected a text, saw ${seen(input)}` })

const result = z.looseObject({
  id: text,
  name: text,
  status,
  message: text.nullish(),
  measure: z
    .looseObject({
      value: shownText.nullish(),
      unit: text.nullish(),
      threshold: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
})
type Result = z.output<typeof result>

function shape(receivedAt: Date) {
  return z.looseObject({
    observedAt: moment(receivedAt),
    source: z.looseObject(
      { process: text },
      { error: ({ input }) => `expected an object with process, saw ${seen(input)}` },
    ),
    run: z.looseObject({ state: text.optional() }).nullish(),
    status: status.optional(),
    results: z
      .array(result, { error: ({ input }) => `expected a list, saw ${seen(input)}` })
      .min(1, { error: 'expected at least one result, saw none' }),
  })
}
