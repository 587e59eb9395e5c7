import { nameWords } from '../../domain/brief/words.ts'
import { CHOICE_WORDS } from '../../domain/choice/choice.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { concludeButton } from '../cards/choice-buttons.ts'
import type { Act } from '../context.ts'
import { actions, section } from '../kit/blocks.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { rich } from '../rich.ts'
import { lookFor } from './look-for.ts'

/** What a decision is answered with: what it was, and the button for what follows from it. */
export async function chosenAnswer(act: Act, state: CampaignState): Promise<Message> {
  const words = chosenWords(state)
  const look = await lookFor(act.deps, act.actor.userId, state, words)
  const line = rich(words, look.names, look.links)
  const ends = state.campaign.choices.at(-1)?.made?.chosen !== 'keep'
  return message({
    text: line,
    blocks: [section(line), actions([ends && concludeButton(state, look)])],
  })
}

function chosenWords({ campaign }: CampaignState): string {
  const chosen = campaign.choices.at(-1)?.made?.chosen ?? 'keep'
  const name = nameWords(campaign.brief)
  switch (chosen) {
    case 'keep':
      return `Decided: ${name} keeps running. You are asked again when the verdict changes, or its days are over.`
    case 'ship':
      return `Decided: ${CHOICE_WORDS.ship} ${name}. Once it has, conclude it: what was learned stays for those who come after.`
    case 'stop':
      return `Decided: ${name} is stopped. Conclude it: what was learned stays for those who come after.`
  }
}
