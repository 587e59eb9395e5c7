import { useEffect, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'

const THEMES = ['auto', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const saved = (): Theme => THEMES.find((theme) => theme === localStorage.getItem('theme')) ?? 'auto'

/** Light, dark, or as the system has it. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(saved)
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    localStorage.setItem('theme', theme)
  }, [theme])
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto'
  const label = `Theme: ${theme}. Change to ${next}`
  return (
    <button
      type="button"
      class="on-dark icon"
      aria-label={label}
      title={label}
      onClick={() => setTheme(next)}
    >
      <Icon name={theme} />
    </button>
  )
}
