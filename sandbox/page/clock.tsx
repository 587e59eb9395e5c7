import type { ClockMove } from '../contract.ts'
import { Problem, Spinner, useActing } from './acting.tsx'
import type { moveClock } from './api.ts'
import { clockWords, zoneWords } from './dates.ts'
import { Icon } from './icon.tsx'
import { useWorkspace } from './workspace.tsx'

interface ClockProps {
  readonly moving: ClockMove | null
  readonly move: (to: 'next-morning' | 'hour') => ReturnType<typeof moveClock>
}

/** The workspace's time on the reader's wall, as all times here, and what moves it on. */
export function Clock({ moving, move }: ClockProps) {
  const { now, zone } = useWorkspace()
  const acting = useActing()
  const press = (to: 'next-morning' | 'hour') => () => acting.run(to, () => move(to))
  const shown = moving?.now ?? now
  const place = zoneWords(zone)
  return (
    <div class="clock">
      <p class="time" title={`The workspace's time where you are, ${zone}`}>
        <time dateTime={shown.toISOString()}>{clockWords(shown, zone)}</time> <small>{place}</small>
        {moving && <Way of={moving} />}
      </p>
      <button type="button" class="on-dark hour" aria-busy={acting.busy('hour')} onClick={press('hour')}>
        +1 h
      </button>
      <button
        type="button"
        class="on-dark strong"
        aria-busy={acting.busy('next-morning')}
        onClick={press('next-morning')}
      >
        {acting.busy('next-morning') ? <Spinner label="Moving on" /> : <Icon name="morning" />}
        Next morning
      </button>
      <Problem acting={acting} />
    </div>
  )
}

/** How far the clock has come. */
function Way({ of: { from, now, to } }: { of: ClockMove }) {
  const { zone } = useWorkspace()
  const label = `On the way to ${clockWords(to, zone)}`
  return <progress aria-label={label} title={label} max={+to - +from} value={+now - +from} />
}
