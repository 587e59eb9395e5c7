/** Blocks and elements as plain JSON, written by hand: `rest` adds or replaces fields. */

export const x = (length: number) => 'x'.repeat(length)
export const times = <T>(count: number, of: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => of(i))
export const plain = (text: string) => ({ type: 'plain_text', text })
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
export const section = (rest: object = { text: mrkdwn('x') }) => ({ type: 'section', ...rest })
export const button = (rest: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...rest })
export const actions = (...elements: object[]) => ({ type: 'actions', elements })
export const option = (value: string, text = value) => ({ text: plain(text), value })
export const input = (element: object, rest: object = {}) => ({
  type: 'input',
  label: plain('Name'),
  element,
  ...rest,
})
export const text = (rest: object = {}) => ({ type: 'plain_text_input', action_id: 'value', ...rest })
export const select = (rest: object) => ({ type: 'static_select', action_id: 'value', ...rest })
export const radio = (rest: object) => ({ type: 'radio_buttons', action_id: 'value', ...rest })
export const modal = (rest: object = {}) => ({
  type: 'modal',
  title: plain('Task'),
  blocks: [section()],
  ...rest,
})
export const series = (name: string, ...labels: string[]) => ({
  name,
  data: labels.map((label) => ({ label, value: 1 })),
})
export const chart = (categories: string[], all: object[], title = 'Lift') => ({
  type: 'data_visualization',
  title,
  chart: { type: 'bar', series: all, axis_config: { categories } },
})
export const cells = (count: number) => times(count, () => ({ type: 'raw_text', text: 'x' }))
export const table = (rows: object[], rest: object = {}) => ({ type: 'table', rows, ...rest })
export const confirm = (rest: object) => button({ confirm: { text: mrkdwn('Sure'), ...rest } })

export type Refused = [what: string, blocks: object | object[], error: string]
