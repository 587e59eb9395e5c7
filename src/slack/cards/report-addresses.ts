import type { ReportedCheck } from '../../domain/readiness/reports.ts'
import { buttonValue } from '../buttons.ts'
import { actions, button, section } from '../kit/blocks.ts'
import { fitParts, MESSAGE } from '../kit/fit.ts'
import { bold, code, dateToken, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { type Message, message } from '../kit/surfaces.ts'
import { CLICK } from './buttons.ts'
import type { Look } from './look.ts'
import { count, person, short } from './parts.ts'

export interface OfCheck {
  readonly check: string
}

/** The checks that pipelines report: who gave each its address, and what came last. No secret stands here. */
export function reportAddressesMessage(checks: readonly ReportedCheck[], look: Look): Message {
  const head = md`${count(checks.length, 'check')} that pipelines report`
  const said = checks.map((check) => ({ check, words: checkWords(check, look) }))
  const parts = [
    section(bold(head)),
    {
      items: said.map(({ check, words }) => [section(words), ...buttonsOf(check)]),
      more: () => section(md`…`),
    },
  ]
  return message({ text: lines(head, ...said.map(({ words }) => words)), blocks: fitParts(parts, MESSAGE) })
}

function checkWords({ name, title, address, last }: ReportedCheck, look: Look): Mrkdwn {
  const made = address
    ? md`Its address was made by ${person(address.madeBy, look)}, ${dateToken(address.madeAt)}.`
    : md`It has no address: nobody can report it.`
  const came = last
    ? md`Last report: ${joinMd([last.status, last.figure === null ? null : short(last.figure, 80)], ', ')}, ${dateToken(last.at)}.`
    : md`Nothing was reported yet.`
  return lines(md`${bold(short(title, 80))}  ${code(name)}`, md`${made} ${came}`)
}

function buttonsOf({ name, address }: ReportedCheck) {
  const value = buttonValue({ check: name } satisfies OfCheck)
  const confirm = address && {
    title: 'A new address?',
    text: md`The one that serves works no more from then on: pipelines that have it are refused.`,
    confirm: 'New address',
    deny: 'Not now',
  }
  const row = actions([
    button({
      text: address ? 'New address' : 'Make its address',
      readAs: address ? `New address of ${name}` : `Make the address of ${name}`,
      actionId: CLICK.checkAddress,
      value,
      ...(confirm ? { confirm } : {}),
    }),
    address &&
      button({ text: 'Revoke', readAs: `Revoke the address of ${name}`, actionId: CLICK.checkRevoke, value }),
  ])
  return row ? [row] : []
}
