import type { ImageBlock, ImageElement } from '@slack/types'
import { useState } from 'preact/hooks'
import { PATHS } from '../contract.ts'

/** The bytes of an uploaded file, or a public address; its words where it can't be loaded. */
export function Picture({ image }: { image: ImageBlock | ImageElement }) {
  const [lost, setLost] = useState<string | null>(null)
  const file =
    'slack_file' in image && image.slack_file && 'id' in image.slack_file ? image.slack_file.id : ''
  const source =
    'image_url' in image && image.image_url ? image.image_url : PATHS.files + encodeURIComponent(file)
  if (lost === source) return <span class="picture lost">{image.alt_text}</span>
  return (
    <img class="picture" src={source} alt={image.alt_text} loading="lazy" onError={() => setLost(source)} />
  )
}

export function ImageFigure({ block }: { block: ImageBlock }) {
  return (
    <figure>
      {block.title && <figcaption>{block.title.text}</figcaption>}
      <Picture image={block} />
    </figure>
  )
}
