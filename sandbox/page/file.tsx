import { PATHS } from '../contract.ts'

/** A file of a message that is no picture: it is downloaded. */
export function FileLink({ id, name }: { id: string; name: string }) {
  return (
    <p class="text">
      <a href={PATHS.files + encodeURIComponent(id)} download={name}>
        {name}
      </a>
    </p>
  )
}
