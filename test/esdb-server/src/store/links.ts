import type { Recorded } from './model.js'
import type { Store } from './store.js'

export const linkType = '$>'

/** What a link points to, by its `revision@stream`; `undefined` for a link whose target never was or is deleted. */
export const targetOf = (store: Store, link: Recorded): Recorded | undefined => {
  const text = Buffer.from(link.data).toString('utf8')
  const at = text.indexOf('@')
  const stream = text.slice(at + 1)
  if (at < 0 || store.isTombstoned(stream)) return undefined
  return store.log.stream(stream)[Number(text.slice(0, at))]
}

export const linkTo = (event: Recorded): Uint8Array =>
  Buffer.from(`${event.revision}@${event.stream}`, 'utf8')
