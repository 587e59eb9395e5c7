/** The steps of a launch as they stand, a line each, the stages of one thing on one. */
import { shareOf } from '../../domain/brief/wait-words.ts'
import { isHeld, type LaunchStep, type StepState, type StepUndo } from '../../domain/state/steps.ts'
import { joinMd, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { heldWords } from './held.ts'
import type { Look } from './look.ts'
import { outcomeSaid } from './parts.ts'
import { rangeWords, stepWords, thingWords } from './step-words.ts'

const STEP_GLYPH: Readonly<Record<StepState, string>> = {
  waiting: '○',
  held: '◌',
  paused: '■',
  sending: '◐',
  failed: '■',
  done: '●',
  skipped: '◌',
}

/** "1–4 LaunchDarkly: checkout  1% ● · 10% ● · 50% ◌ held until Tue 1 Dec 14:00 · 100% ○"; a step alone as `stepLine`. */
export function stagesLine(group: readonly LaunchStep[], look: Look): Mrkdwn {
  const [first, ...others] = group
  if (!first) return md``
  if (others.length === 0) return stepLine(first, look)
  const stages = group.map((step) => stageWords(step, look))
  const ns = group.map(({ n }) => n)
  return md`${rangeWords(ns)} ${thingWords(first.plan, look)}  ${joinMd(stages, ' · ')}`
}

/** "50% ◌ held until Tue 1 Dec 14:00"; of what is done its glyph says enough. */
function stageWords(step: LaunchStep, look: Look): Mrkdwn {
  const said = step.state === 'done' ? md`` : stateWords(step, look)
  const undo = step.undo ? md`, ${undoWords(step.undo, look)}` : ''
  const share = shareOf(step.plan)?.to ?? step.plan.words
  const state = said.source === '' ? '' : md` ${said}`
  return md`${share} ${STEP_GLYPH[step.state]}${state}${undo}`
}

/** What came of it, or what it waits for; empty where there is nothing to say. */
function stateWords(step: LaunchStep, look: Look): Mrkdwn {
  if (isHeld(step)) return heldWords(step, look)
  if (step.outcome === null) return md``
  const said = outcomeSaid(step.outcome, 160, look)
  return step.state === 'skipped' ? md`skipped, ${said}` : md`${said}`
}

/** "● 1 sync audience: 200 OK", "◌ 2 switch it on: skipped, done by hand", and what became of taking it back. */
const stepLine = (step: LaunchStep, look: Look): Mrkdwn => {
  const said = stateWords(step, look)
  const outcome = said.source === '' ? '' : md`: ${said}`
  const undo = step.undo ? md` · ${undoWords(step.undo, look)}` : ''
  return md`${STEP_GLYPH[step.state]} ${step.n} ${stepWords(step.plan, look)}${outcome}${undo}`
}

/** "taken back: off", "not taken back: HTTP 409". */
const undoWords = ({ state, outcome, partly }: StepUndo, look: Look): Mrkdwn => {
  const said = outcome === null ? '' : md`: ${outcomeSaid(outcome, 160, look)}`
  switch (state) {
    case 'undoing':
      return md`being taken back`
    case 'undone':
      return md`${partly ? 'stopped, what had gone out stays' : 'taken back'}${said}`
    case 'failed':
      return md`not taken back${said}`
    case 'impossible':
      return md`can't be taken back${said}`
  }
}
