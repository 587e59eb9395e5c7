/** Slack's limits, in UTF-16 code units unless said otherwise (Slack counts code points: this errs on the safe side). */
export const LIMITS = {
  messageText: 4000,
  header: 150,
  sectionText: 3000,
  fieldText: 2000,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  options: 100,
  /** Ours, not Slack's: 500 options of 75 characters of 3 bytes take 150 of a view's 250 kB. */
  selectChoices: 500,
  choices: 10,
  overflow: 5,
  optionText: 75,
  /** 150 in the documentation, 75 in @slack/types: the smaller one. */
  optionValue: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  placeholder: 150,
  label: 2000,
  altText: 2000,
  id: 255,
  metadata: 3000,
  viewTitle: 24,
  inputText: 3000,
  chartTitle: 50,
  chartLabel: 20,
  chartSeries: 12,
  chartCategories: 20,
  chartsPerMessage: 2,
  tableRows: 100,
  tableColumns: 20,
} as const

/** Stands where nothing visible was given, since Slack refuses empty text. */
export const NO_TEXT = '(no text)'

/**
 * Returns a field that machines read (an id, a button's value), unchanged.
 * @throws RangeError when it is empty or too long: cutting it would change what it means.
 */
export const machineField = (name: string, value: string, max: number): string => {
  if (value.length >= 1 && value.length <= max) return value
  throw new RangeError(`${name} has ${value.length} characters; Slack takes 1 to ${max}`)
}

/** @throws RangeError when there are none or too many. */
export const counted = <T>(name: string, items: readonly T[], max: number): T[] => {
  if (items.length >= 1 && items.length <= max) return [...items]
  throw new RangeError(`${name}: ${items.length} given; Slack takes 1 to ${max}`)
}

/** `{ key: value }`, or nothing when the value is undefined: for spreading optional fields. */
export const given = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
