import { nameWords } from '../src/domain/brief/words.ts'
import { isMuted, withQuiet } from '../src/domain/digest/plan.ts'
import type { Scope } from '../src/domain/digest/portfolio.ts'
import type { Campaign } from '../src/domain/state/campaign.ts'
import type { DigestPlan, Held } from '../src/domain/state/digests.ts'
import { token } from '../src/domain/text/tokens.ts'
import { nextSlot, SCHEDULE_FORMS } from '../src/domain/time/schedule.ts'
import { digestComing } from '../src/slack/replies/digest-coming.ts'
import { said } from '../src/slack/replies/said.ts'
import { muteDigests, planDigest, quietDigest } from '../src/usecases/digest-plans.ts'
import { digestNow } from '../src/usecases/digests.ts'
import { readState, whoPlanned } from '../src/usecases/reads/campaigns.ts'
import { readHeld } from '../src/usecases/reads/digests.ts'
import { command, type TypedAct, type TypedAt } from './command.ts'
import { beforeWords, PLAN_FORMS, type PlanAct, planWords, readPlanAct, scheduleOf } from './digest-plan.ts'
import { ofMany, readScopeWords } from './digest-portfolio.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

type Digest = { readonly act: PlanAct } & ({ readonly key: string } | { readonly scope: Scope })

export const digest = command<Digest>({
  name: 'digest',
  usage: [
    `digest <key> ${PLAN_FORMS}`,
    `digest all|team:<team> ${PLAN_FORMS}`,
    `digest learned [team:<team>] ${PLAN_FORMS}`,
  ],
  summary:
    'Sets when results are posted, of one campaign, of all, or what was learned; makes one now, mutes or ends them.',
  example: 'digest winback weekdays 09:00 Europe/Berlin quiet #growth',
  parse: readDigest,
  run: (input, act) =>
    'scope' in input ? ofMany(input.scope, input.act, act) : ofOne(input.key, input.act, act),
})

function readDigest(words: Words, at: TypedAt): Digest {
  const scope = readScopeWords(words)
  if (scope) return { scope, act: readPlanAct(words, at) }
  return { key: words.key(), act: readPlanAct(words, at) }
}

function ofOne(key: string, input: PlanAct, act: TypedAct) {
  const { deps, actor } = act
  const ref = refOf(act, key)
  switch (input.does) {
    case 'show':
      return shown(key, act)
    case 'now':
      return made(key, act)
    case 'off':
      return ended(key, act)
    case 'mute':
      return changed(muteDigests(deps, actor, ref, input.endsAt), act)
    case 'unmute':
      return changed(muteDigests(deps, actor, ref, null), act)
    case 'plan':
      return planned(key, input, act)
    default:
      return changed(quietDigest(deps, actor, ref, input.does === 'quiet'), act)
  }
}

async function shown(key: string, act: TypedAct) {
  const { campaign } = await readState(act.deps, act.actor, refOf(act, key))
  const set = campaign.digest ? planWords(campaign.digest, act.now) : 'none are set'
  const harm = harmWords(campaign)
  const held = heldWords(await readHeld(act.deps, campaign.id))
  const forms = `Set them with \`/campaign digest ${key} <schedule> [quiet] [#channel]\`: ${SCHEDULE_FORMS}; or \`now\`, \`off\`, \`quiet\`, \`always\`, \`mute <when>\`, \`unmute\`.`
  return said(act, `Digests of ${nameWords(campaign.brief)}: ${set}.${held}${harm}\n${forms}`)
}

/** What is told beside the digests, muted or not. */
function harmWords({ brief: { guardrails } }: Campaign): string {
  if (guardrails.length === 0) return ''
  const stops = guardrails.filter(({ stopOnHarm }) => stopOnHarm).map(({ metric }) => metric)
  const said = stops.length > 0 ? `; beyond that of ${stops.join(', ')} it stops by itself` : ''
  return `\nWhile it is live its guardrails are watched each hour, and harm beyond a margin is told at once${said}.`
}

const HELD: Readonly<Record<Held, string>> = {
  unchanged: 'Nothing changed',
  muted: 'Muted',
  over: 'Its days are over, which is said once a week',
}

/** `Nothing changed on Tue and Wed, so they were not posted.` */
function heldWords(all: readonly { readonly slot: Date; readonly held: Held }[]): string {
  const lines = (['unchanged', 'muted', 'over'] as const).flatMap((why) => {
    const slots = all.filter(({ held }) => held === why).map(({ slot }) => token.time(slot))
    const more = slots.length > 5 ? ` and ${slots.length - 5} more before` : ''
    if (slots.length === 0) return []
    return [`${HELD[why]}, so not posted: ${slots.slice(-5).join(', ')}${more}.`]
  })
  return lines.map((line) => `\n${line}`).join('')
}

async function made(key: string, act: TypedAct) {
  const ref = refOf(act, key)
  await digestNow(act.deps, act.actor, ref)
  const { campaign } = await readState(act.deps, act.actor, ref)
  return said(act, digestComing(campaign), campaign)
}

async function ended(key: string, act: TypedAct) {
  const { after } = await planDigest(act.deps, act.actor, refOf(act, key), null)
  return said(
    act,
    `${nameWords(after.campaign.brief)} posts no more digests. \`/campaign results ${key}\` still reads it.`,
  )
}

async function planned(key: string, input: Extract<PlanAct, { does: 'plan' }>, act: TypedAct) {
  const ref = refOf(act, key)
  const { campaign } = await readState(act.deps, act.actor, ref)
  const channel = input.channel ?? campaign.digest?.channel ?? campaign.brief.channel
  const plan: DigestPlan = { ...campaign.digest, schedule: scheduleOf(input, campaign.digest), channel }
  const wanted = input.quiet === null ? plan : withQuiet(plan, input.quiet)
  const setBy = await whoPlanned(act.deps, act.actor, ref)
  const was = (now: DigestPlan | null) => beforeWords(campaign.digest, now, setBy)
  return changed(planDigest(act.deps, act.actor, ref, wanted), act, was)
}

async function changed(
  change: Promise<{ readonly after: { readonly campaign: Campaign } }>,
  act: TypedAct,
  was: (now: DigestPlan) => string = () => '',
) {
  const { campaign } = (await change).after
  const { digest: plan, brief, liveAt } = campaign
  if (!plan) return said(act, `Digests of ${nameWords(brief)}: none are set.`)
  const watch = isMuted(plan, act.now) ? ' A guardrail beyond its margin is told all the same.' : ''
  const next = liveAt
    ? `The next one comes ${token.time(nextPosted(plan, act.now))}.`
    : 'They begin once it is live.'
  return said(act, `Digests of ${nameWords(brief)}: ${planWords(plan, act.now)}.${was(plan)} ${next}${watch}`)
}

/** The next slot that no mute holds. */
function nextPosted(plan: DigestPlan, now: Date): Date {
  const { schedule, muteEndsAt } = plan
  return nextSlot(schedule, muteEndsAt && isMuted(plan, now) ? muteEndsAt : now)
}
