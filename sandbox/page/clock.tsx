import { Problem, Spinner, useActing } from './acting.tsx'
import { moveClock } from './api.ts'
import { clockWords } from './dates.ts'
import { Icon } from './icon.tsx'
import { useWorkspace } from './workspace.tsx'

/** The workspace's time, and what moves it on. */
export function Clock({ moved }: { moved: () => Promise<void> }) {
  const { state, now } = useWorkspace()
  const acting = useActing()
  const move = (to: 'next-morning' | 'hour') => () =>
    acting.run(to, async () => {
      const done = await moveClock(to)
      await moved()
      return done.ok === false ? done : { ok: true }
    })
  return (
    <div class="clock">
      <time dateTime={state.now} title={`The workspace's time, ${state.zone}`}>
        {clockWords(now, state.zone)}
      </time>
      <button type="button" class="on-dark hour" aria-busy={acting.busy('hour')} onClick={move('hour')}>
        +1 h
      </button>
      <button
        type="button"
        class="on-dark strong"
        aria-busy={acting.busy('next-morning')}
        onClick={move('next-morning')}
      >
        {acting.busy('next-morning') ? <Spinner label="Moving on" /> : <Icon name="morning" />}
        Next morning
      </button>
      <Problem acting={acting} />
    </div>
  )
}
