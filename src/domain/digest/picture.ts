/** What a digest's picture shows: every lift of one look, or the main goal over the days. */
export type PictureName = 'lifts' | 'course'

/** begun: Slack gave it a file, whether its bytes came is not known. uploaded: they did, and Slack looks at them. */
type PictureState = 'begun' | 'uploaded' | 'ready' | 'failed'

export interface DigestPicture {
  readonly name: PictureName
  readonly state: PictureState
  /** Slack's id of the file; null where it never came to one. */
  readonly fileId: string | null
  /** What it shows, in words. */
  readonly alt: string
}
