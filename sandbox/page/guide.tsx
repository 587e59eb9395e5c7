import { Icon } from './icon.tsx'
import { MrkdwnText, Typable } from './mrkdwn-text.tsx'
import { useWorkspace } from './workspace.tsx'

/** The four steps of a newcomer; each ticks itself off by what happened. */
export function Guide({ open, toggle }: { open: boolean; toggle: () => void }) {
  const { guide } = useWorkspace().state
  const next = guide.find(({ done }) => !done)
  const done = guide.filter((step) => step.done).length
  return (
    <section class="guide" aria-label="First steps">
      <button type="button" class="guide-head" aria-expanded={open} onClick={toggle}>
        <b>{next ? (open ? 'First steps' : next.title) : 'All steps done'}</b>
        <span class="progress" aria-hidden="true">
          {guide.map((step) => (
            <i key={step.id} class={step.done ? 'done' : ''} />
          ))}
        </span>
        <small>
          {done} of {guide.length}
        </small>
        <Icon name="down" />
      </button>
      {open && (
        <ol>
          {guide.map((step) => (
            <li
              key={step.id}
              class={step.done ? 'done' : step === next ? 'next' : ''}
              aria-current={step === next ? 'step' : undefined}
            >
              <span class="mark">{step.done && <Icon name="check" />}</span>
              <div>
                <b>{step.title}</b>
                {step.done && <span class="unseen"> (done)</span>}
                {step === next && (
                  <div class="text">
                    <Typable.Provider value={true}>
                      <MrkdwnText source={step.hint} />
                    </Typable.Provider>
                  </div>
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
