/**
 * Conditions as the partial indexes of migrations 0025, 0028 and 0030 have them. They are written out: SQLite finds such an index
 * by no list of bound values, and reads the table instead.
 */

/** Of campaigns. */
export const RUNNING = "stage in ('live', 'paused')"
/** Of campaigns. */
export const WATCHED = "stage in ('live', 'launching')"
/** Of tasks. */
export const OPEN_TASK = "tasks.state in ('todo', 'doing', 'blocked') and tasks.over is null"
/** Of tasks. */
export const CHECKED_TASK = 'tasks.check_name is not null and tasks.over is null'
/** Of follow-ups. */
export const OPEN_QUESTION = "state in ('open', 'accepted')"
/** Of requests. */
export const OPEN_REQUEST = "state = 'open'"
