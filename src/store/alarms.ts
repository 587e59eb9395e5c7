import type { Knex } from 'knex'
import type { NewMessage } from '../domain/message.ts'
import { beginningOf } from '../domain/subject.ts'
import { isPostgres, type Tx } from './kit/database.ts'
import { fromJson } from './kit/json.ts'

/** Whether somebody was written so many messages since, each of one campaign, that its data is amiss. */
export async function wereTold(
  db: Knex,
  { teamId, target }: Pick<NewMessage, 'teamId' | 'target'>,
  since: Date,
  most: number,
): Promise<boolean> {
  const told = await db('messages')
    .where({ team_id: teamId, target })
    .whereRaw("kind = 'notice' and campaign_id is not null") // as its index of migration 0029 has it
    .where('created_at', '>=', since.getTime())
    .where((either) =>
      either
        .whereLike('subject', `${beginningOf('fault')}%`)
        .orWhereLike('subject', `${beginningOf('unwatched')}%`)
        .orWhereLike('subject', `${beginningOf('digest')}%:failed`),
    )
    .limit(most)
    .select('id')
  return told.length >= most
}

/** What a message holds; locked until the transaction ends. */
export async function lockMessageData<Data extends object>(tx: Tx, id: number): Promise<Data> {
  const found = tx('messages').where({ id }).first('data')
  const row: { data: string } = await (isPostgres(tx) ? found.forUpdate() : found)
  return fromJson<Data>(row.data)
}
