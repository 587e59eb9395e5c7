import type { SubmittedModal } from '../submissions.ts'
import { ANSWER_MODAL } from './small/answer.ts'
import { ASK_MODAL } from './small/ask.ts'
import { AWAY_MODAL } from './small/away.ts'
import { CHOOSE_MODALS } from './small/choose.ts'
import { DECIDE_MODALS } from './small/decide.ts'
import { DECLINE_FOLLOW_UP_MODAL } from './small/decline-follow-up.ts'
import { DESPITE_MODAL } from './small/despite.ts'
import { GLASS_MODAL } from './small/glass.ts'
import { GO_ON_MODAL } from './small/go-on.ts'
import { PAUSE_MODAL } from './small/pause.ts'
import { POINTS_MODAL } from './small/points.ts'
import { PREDICT_MODAL } from './small/predict.ts'
import { REASSIGN_MODAL } from './small/reassign.ts'
import { SET_TIME_MODAL } from './small/set-time.ts'
import { SKIP_MODAL } from './small/skip.ts'
import { TAKE_BACK_MODAL } from './small/take-back.ts'
import { TASK_MODALS } from './small/task.ts'
import { TASK_PLAN_MODAL } from './small/task-plan.ts'

/** The modals of buttons that need a few words before they act. */
export const SMALL_MODALS: readonly SubmittedModal[] = [
  ...DECIDE_MODALS,
  AWAY_MODAL,
  POINTS_MODAL,
  GLASS_MODAL,
  DESPITE_MODAL,
  SET_TIME_MODAL,
  TAKE_BACK_MODAL,
  ...TASK_MODALS,
  TASK_PLAN_MODAL,
  ANSWER_MODAL,
  REASSIGN_MODAL,
  DECLINE_FOLLOW_UP_MODAL,
  ASK_MODAL,
  PAUSE_MODAL,
  SKIP_MODAL,
  GO_ON_MODAL,
  PREDICT_MODAL,
  ...CHOOSE_MODALS,
]
