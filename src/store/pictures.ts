import type { Knex } from 'knex'
import type { DigestPicture, PictureName } from '../domain/digest/picture.ts'

/** In the order in which they are shown. */
const ORDER: readonly PictureName[] = ['lifts', 'course']

interface PictureRow {
  name: PictureName
  state: DigestPicture['state']
  file_id: string | null
  alt: string
}

export async function loadPictures(db: Knex, digestId: number): Promise<DigestPicture[]> {
  const rows: PictureRow[] = await db('pictures')
    .where({ digest_id: digestId })
    .orderBy('position')
    .select('name', 'state', 'file_id', 'alt')
  return rows.map(({ file_id, ...row }) => ({ ...row, fileId: file_id }))
}

/** Writes how far a picture has come; a later word takes the place of an earlier one. */
export async function savePicture(
  db: Knex,
  { teamId, digestId }: { teamId: string; digestId: number },
  { name, state, fileId, alt }: DigestPicture,
  error: string | null = null,
): Promise<void> {
  const said = { state, file_id: fileId, alt, error }
  await db('pictures')
    .insert({ digest_id: digestId, team_id: teamId, name, position: ORDER.indexOf(name), ...said })
    .onConflict(['digest_id', 'name'])
    .merge(said)
}
