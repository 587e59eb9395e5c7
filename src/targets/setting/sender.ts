import { type Answered, ask, isOk, isStatus, type Lost, requestWords, unasked, unsent } from '../api.ts'
import type { Asked, Found, Gate, Look, Sender, Sent, SentStep, Step, Unseen } from '../target.ts'
import { countOf } from './count.ts'
import type { Missing, Reading, Seen, Setting, Unread } from './setting.ts'
import { backOf, formOf, type Goal, goalWords, readWish, type Wish } from './wish.ts'

/** A target that sets states: safe to repeat, read back by the state, taken back by setting what was before. */
export function settingSender(setting: Setting): Sender {
  return {
    host: new URL(setting.api.base).host,
    form: formOf(setting.speech),
    unread: (words) => unreadIn(setting, words),
    thing: (words) => thingIn(readWish(words, setting.speech)),
    patienceMs: setting.patienceMs,
    look: (step, asked) => look(setting, step, asked),
    send: (step, asked) => send(setting, step, asked),
    readBack: (step, asked) => readBack(setting, step, asked),
    undo: (step, asked) => undo(setting, step, asked),
    count: async (step, asked) => {
      const wish = wishOf(setting, step.words)
      return typeof wish === 'string' ? { is: 'unseen', why: wish } : countOf(setting, wish, asked)
    },
  }
}

function unreadIn(setting: Setting, words: string): string | null {
  const wish = readWish(words, setting.speech)
  return typeof wish === 'string' ? wish : (setting.unread?.(wish) ?? null)
}

function thingIn(wish: Wish | string) {
  if (typeof wish === 'string') return null
  return { name: `${wish.to === 'running' ? 'experiment' : 'flag'} ${wish.thing}`, isSet: true }
}

/** What its words say; a clause where they can’t be read. */
function wishOf(setting: Setting, words: string): Wish | string {
  return unreadIn(setting, words) ?? readWish(words, setting.speech)
}

async function look(setting: Setting, step: Step, asked: Asked): Promise<Look | Unseen> {
  const wish = wishOf(setting, step.words)
  if (typeof wish === 'string') return { ...blank(null), gates: [refusing(wish, 'send', 'undo')] }
  const reading = await setting.read(wish, asked)
  if (reading.is === 'unread') return { is: 'unseen', why: reading.answer.words }
  if (reading.is === 'missing')
    return { ...blank(false), gates: [refusing(missingWords(wish, reading), 'send', 'undo')] }
  const foresight = (await reading.foresee?.(asked)) ?? { gates: [] }
  if ('is' in foresight) return foresight
  return {
    ...blank(true),
    state: reading.state,
    gates: [...ownGates(wish, reading), ...(reading.gates ?? []), ...foresight.gates],
    undo: { is: backOf(wish) === null ? 'none' : 'full' },
    would: reading.isSo(wish.to)
      ? alreadyWords(reading, wish)
      : (foresight.would ?? wouldWords(setting, reading, wish.to)),
  }
}

const blank = (exists: boolean | null): Look => ({
  ...{ is: 'seen', exists, state: null, gates: [], people: null, would: null },
  undo: { is: 'none' },
})

function refusing(words: string, ...refuses: Gate['refuses']): Gate {
  return { words, link: null, refuses }
}

function missingWords({ thing, to }: Wish, { where }: Missing): string {
  return `there is no ${to === 'running' ? 'experiment' : 'flag'} ${thing} in ${where}`
}

/** What stands against it by what it is now. What its words say of before refuses nothing yet: an earlier stage may still make it so. */
function ownGates(wish: Wish, seen: Seen): Gate[] {
  if (seen.isSo(wish.to)) return []
  const way = loweredWords(wish, seen) ?? seen.towards(wish.to)
  if (typeof way === 'string') return [refusing(way, 'send')]
  const other = otherThanSaid(wish, seen)
  return other === null ? [] : [refusing(other)]
}

/** A share that takes the flag from people who have it, which nobody has said: it may be another campaign's. */
function loweredWords({ to, from }: Wish, { idle, share, state }: Seen): string | null {
  const lowers = typeof to === 'number' && typeof share === 'number' && !idle && share > to
  return lowers && from === null
    ? `it is ${state} there for more people already: write \`from ${share}%\` to take it from some`
    : null
}

function otherThanSaid({ from }: Wish, seen: Seen): string | null {
  if (from === null || seen.isSo(from)) return null
  return `it is ${seen.state} there, not ${goalWords(from)}`
}

/** The requests as they would go out. */
function wouldWords({ api }: Setting, seen: Seen, goal: Goal): string | null {
  const way = seen.towards(goal)
  return typeof way === 'string' ? null : way.map((request) => requestWords(api, request)).join('\n')
}

/** A stop has to end it, whoever began it. */
function alreadyWords({ state }: Seen, wish: Wish): string {
  const back = backOf(wish)
  const undone = back === null ? '' : `. Taking the launch back still makes it ${goalWords(back)}`
  return `Nothing: it is ${state} already${undone}`
}

async function send(setting: Setting, step: Step, asked: Asked): Promise<Sent> {
  const wish = wishOf(setting, step.words)
  if (typeof wish === 'string') return { is: 'refused', outcome: wish }
  const reading = await setting.read(wish, asked)
  if (reading.is !== 'seen') return unreadable(setting, wish, reading, asked)
  if (reading.isSo(wish.to)) return { is: 'done', outcome: `${reading.state} already` }
  const other = loweredWords(wish, reading) ?? otherThanSaid(wish, reading)
  return other === null ? set(setting, wish, wish.to, reading, asked) : { is: 'refused', outcome: other }
}

/** Nothing was asked for yet, so nothing can have come of it. */
function unreadable({ api }: Setting, wish: Wish, reading: Exclude<Reading, Seen>, { now }: Asked): Sent {
  if (reading.is === 'missing') return { is: 'refused', outcome: missingWords(wish, reading) }
  const answer = unasked(api, reading.answer, now)
  return answer.is === 'again' ? answer : { is: 'refused', outcome: answer.outcome }
}

async function set(setting: Setting, wish: Wish, goal: Goal, seen: Seen, asked: Asked): Promise<Sent> {
  const way = seen.towards(goal)
  if (typeof way === 'string') return { is: 'refused', outcome: way }
  let words = ''
  for (const request of way) {
    const answer = await ask(setting.api, request, asked)
    if (!isOk(answer)) return notSet(setting, wish, goal, seen, answer, asked)
    words = answer.words
  }
  const reading = await setting.read(wish, asked)
  if (reading.is !== 'seen') return { is: 'unknown', outcome: notReadAgain(words, reading) }
  const outcome = `${reading.state} (${words})`
  return reading.isSo(goal)
    ? { is: 'done', outcome }
    : { is: 'running', outcome, handle: ASKED_FOR, notBefore: null }
}

function notReadAgain(words: string, reading: Unread | Missing): string {
  return `${words}, and then ${reading.is === 'missing' ? 'not there any more' : reading.answer.words}`
}

/** The handle of a step whose state was asked for and is still to come: the vendor has no other name for it. */
const ASKED_FOR = 'asked'

/** Who says no to what is so already, by somebody else or an earlier try, has said that it is done. */
async function notSet(
  setting: Setting,
  wish: Wish,
  goal: Goal,
  before: Seen,
  answer: Answered | Lost,
  asked: Asked,
): Promise<Sent> {
  const sent = unsent(setting.api, answer, asked.now)
  if (sent.is !== 'refused' || answer.is === 'lost') return sent
  const mayBeSo = isStatus(answer, 400, 409) && !before.isSo(goal)
  const reading = mayBeSo ? await setting.read(wish, asked) : null
  if (reading?.is === 'seen' && reading.isSo(goal)) return { is: 'done', outcome: `${reading.state} already` }
  const meant = setting.refusal?.(answer, wish)
  return meant ? { is: 'refused', outcome: `${answer.words}: ${meant}` } : sent
}

async function readBack(setting: Setting, step: SentStep, asked: Asked): Promise<Found> {
  const wish = wishOf(setting, step.words)
  if (typeof wish === 'string') return { is: 'failed', outcome: wish }
  const reading = await setting.read(wish, asked)
  if (reading.is === 'unread') return unasked(setting.api, reading.answer, asked.now)
  if (reading.is === 'missing') return { is: 'absent' }
  if (reading.isSo(wish.to)) return { is: 'done', outcome: reading.state }
  if (step.sent.handle === null) return { is: 'absent' }
  const late = asked.now.getTime() - step.sent.since.getTime() >= setting.patienceMs
  return late
    ? { is: 'failed', outcome: `still ${reading.state}` }
    : { is: 'running', outcome: reading.state, handle: step.sent.handle, notBefore: null }
}

/** What reaches nobody is not turned on by taking a step back, unless it was that step that turned it off. */
async function undo(setting: Setting, step: SentStep, asked: Asked): Promise<Sent> {
  const wish = wishOf(setting, step.words)
  if (typeof wish === 'string') return { is: 'refused', outcome: wish }
  const back = backOf(wish)
  if (back === null) return { is: 'refused', outcome: NOT_TURNED_ON }
  const reading = await setting.read(wish, asked)
  if (reading.is !== 'seen') return unreadable(setting, wish, reading, asked)
  if (mayCome(wish, step, reading)) return calledOff(setting, wish, back, reading, asked)
  if (reading.isSo(back) || (reading.idle && wish.to !== 'off') || reachesLess(reading, back))
    return { is: 'done', outcome: `${reading.state} already` }
  return set(setting, wish, back, reading, asked)
}

/** An earlier stage was taken back before this one: nobody is turned on again by that. */
function reachesLess({ share }: Seen, back: Goal): boolean {
  return typeof back === 'number' && typeof share === 'number' && share < back
}

/** Whether it was taken there and is still to come: then that it is not so yet says nothing. */
function mayCome({ to }: Wish, { sent }: SentStep, seen: Seen): boolean {
  return sent.handle === ASKED_FOR && !seen.isSo(to) && typeof seen.towards(to) !== 'string'
}

async function calledOff(setting: Setting, wish: Wish, back: Goal, seen: Seen, asked: Asked): Promise<Sent> {
  const none = wish.to === 'running' ? 'stopped' : 'off'
  const sent = await set(setting, wish, seen.idle && wish.to !== 'off' ? none : back, seen, asked)
  if (sent.is !== 'refused') return sent
  return {
    is: 'refused',
    outcome: `it is ${seen.state} there and may still come: cancel it there (${sent.outcome})`,
  }
}

const NOT_TURNED_ON = 'taking it back would turn a flag on, and nobody said what it was before'
