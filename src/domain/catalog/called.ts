import type { CampaignTemplate } from './catalog.ts'

/** The template of that name or title, whatever its capitals, or the only one that begins so. */
export function templateCalled(
  typed: string,
  templates: readonly CampaignTemplate[],
): CampaignTemplate | undefined {
  const wanted = plain(typed)
  const called = ({ name, title }: CampaignTemplate) => [plain(name), plain(title)]
  const whole = templates.find((each) => called(each).includes(wanted))
  if (whole || wanted === '') return whole
  const begun = templates.filter((each) => called(each).some((as) => as.startsWith(wanted)))
  return begun.length === 1 ? begun[0] : undefined
}

/** "In-product experiment" and `in_product_experiment` alike. */
function plain(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}
