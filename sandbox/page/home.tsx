import { useEffect } from 'preact/hooks'
import type { View } from '../contract.ts'
import { Problem, Spinner, useActing } from './acting.tsx'
import { Blocks } from './blocks.tsx'
import { Scroll } from './scroll.tsx'
import { SurfaceFrame, useSurface } from './surface.tsx'
import { useWorkspace } from './workspace.tsx'

/** The app's Home tab; opening it tells the app, which then draws it. */
export function Home() {
  const { state, act } = useWorkspace()
  const acting = useActing()
  useEffect(() => void acting.run('home', () => act({ kind: 'home' })), [state.me])
  return (
    <Scroll class="home" label={`Home of ${state.bot.name}`}>
      <Problem acting={acting} />
      {state.home ? (
        <HomeView key={state.home.id} view={state.home} />
      ) : (
        <p class="nothing">
          {acting.busy() ? <Spinner label="Opening Home" /> : 'The app has drawn nothing here.'}
        </p>
      )}
    </Scroll>
  )
}

function HomeView({ view }: { view: View }) {
  const surface = useSurface({ view: { id: view.id } }, view.blocks)
  return (
    <SurfaceFrame surface={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceFrame>
  )
}
