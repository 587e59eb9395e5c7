/** What an answer of a tool says to who needs no code: the code and the id of its request stay with whoever looks it up. */
export function withoutCodes(words: string): string {
  return words.replace(IN_BRACKETS, '').replace(CODE, (_, status) => meaningOf(Number(status)))
}

/** "off (HTTP 200)" */
const IN_BRACKETS = / \(HTTP \d{3}[^()]*\)/g
/** "HTTP 409 invalid_status, request 7f3a" */
const CODE = /HTTP (\d{3})(?: [\w.-]*\w)?(?:, request [\w-]+)?/g

function meaningOf(status: number): string {
  if (status < 300) return 'accepted'
  if (status === 408 || status === 425 || status === 429) return 'asked to come again later'
  return status < 500 ? 'refused' : 'failed there'
}
