const PATHS = {
  close: 'M5 5l10 10M15 5L5 15',
  menu: 'M3 5h14M3 10h14M3 15h14',
  hash: 'M8 3L6 17M14 3l-2 14M3.5 7.5h14M2.5 12.5h14',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 12.2a2.2 2.2 0 100-4.4 2.2 2.2 0 000 4.4z',
  reply: 'M4 4h12v9H9l-4 3.5V13H4z',
  send: 'M3 3.5l14 6.5-14 6.5 2-6.5zM5 10h7',
  dots: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  light:
    'M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6L16 16M4 16l1.4-1.4M14.6 5.4L16 4',
  dark: 'M16.5 12A7 7 0 018 3.5a7 7 0 108.5 8.5z',
  auto: 'M10 3a7 7 0 100 14 7 7 0 000-14zM10 3v14M12.500 3.500v13M15 5.500v9',
  inspect: 'M7 6l-4 4 4 4M13 6l4 4-4 4',
  guide: 'M3 16h3.500v-3.500H10V9h3.500V5.500H17',
  check: 'M4 10.500l4 4L16 6',
  morning: 'M2.500 15h15M5 15a5 5 0 0110 0M10 3v4M8 5l2-2 2 2M3.500 8.500l1.500 1.500M16.500 8.500L15 10',
  down: 'M5 8l5 5 5-5',
  flag: 'M5 17V3.500h9l-2 3 2 3H5',
  sync: 'M4 8a6 6 0 0110.500-2.500L16 7M16 3.500V7h-3.500M16 12a6 6 0 01-10.500 2.500L4 13M4 16.500V13h3.500',
  lock: 'M6 9V6.500a4 4 0 018 0V9M4.500 9h11v7.500h-11z',
} as const

type IconName = keyof typeof PATHS

/** A line drawing beside words that say the same. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon-${name}`} width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
