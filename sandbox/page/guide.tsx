import type { GuideButton, GuideOffer, GuideStep } from '../contract.ts'
import { type Acting, Problem, Spinner } from './acting.tsx'
import { Icon } from './icon.tsx'
import { MrkdwnText, Typable } from './mrkdwn-text.tsx'
import { useWorkspace } from './workspace.tsx'

interface GuideProps {
  readonly open: boolean
  readonly small: boolean
  readonly toggle: () => void
  readonly acting: Acting
  readonly press: (button: GuideButton) => void
}

/** The steps of a newcomer; each ticks itself off by what happened. Then it folds up, and says what to try next. */
export function Guide({ open, small, toggle, acting, press }: GuideProps) {
  const { guide, offers } = useWorkspace().state
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
      <Problem acting={acting} />
      {small && !open && next?.button && (
        <div class="now">
          <Press button={next.button} acting={acting} press={press} />
        </div>
      )}
      {open && (next || !small) && (
        <ol>
          {guide.map((step) => (
            <Step key={step.id} step={step} isNext={step === next} acting={acting} press={press} />
          ))}
        </ol>
      )}
      {!next && (open || !small) && <Offers of={offers} acting={acting} press={press} />}
    </section>
  )
}

type Pressing = Pick<GuideProps, 'acting' | 'press'>

function Step({ step, isNext, ...pressing }: { step: GuideStep; isNext: boolean } & Pressing) {
  return (
    <li class={step.done ? 'done' : isNext ? 'next' : ''} aria-current={isNext ? 'step' : undefined}>
      <span class="mark">{step.done && <Icon name="check" />}</span>
      <div>
        <b>{step.title}</b>
        {step.done && <span class="unseen"> (done)</span>}
        {isNext && (
          <div class="text">
            <Typable.Provider value={true}>
              <MrkdwnText source={step.hint} />
            </Typable.Provider>
          </div>
        )}
        {isNext && step.button && <Press button={step.button} {...pressing} />}
      </div>
    </li>
  )
}

function Offers({ of, ...pressing }: { of: readonly GuideOffer[] } & Pressing) {
  return (
    <ul class="offers" aria-label="What to try next">
      {of.map(({ id, title, hint, button }) => (
        <li key={id}>
          <b>{title}</b>
          <Press button={button} {...pressing} />
          <div class="text">
            <MrkdwnText source={hint} />
          </div>
        </li>
      ))}
    </ul>
  )
}

function Press({ button, acting, press }: { button: GuideButton } & Pressing) {
  const busy = acting.busy(button.label)
  return (
    <button type="button" class="button" aria-busy={busy} onClick={() => press(button)}>
      {button.label}
      {busy && <Spinner label="Working" />}
    </button>
  )
}
