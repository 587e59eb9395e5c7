import type { SubmittedModal } from '../submissions.ts'
import { BRIEF_MODAL } from './brief/brief.ts'
import { CONCLUDE_MODAL } from './conclude.ts'
import { NEW_MODAL } from './new.ts'
import { SMALL_MODALS } from './small.ts'

/** Every modal that can be submitted. */
export const ALL_MODALS: readonly SubmittedModal[] = [NEW_MODAL, BRIEF_MODAL, CONCLUDE_MODAL, ...SMALL_MODALS]
