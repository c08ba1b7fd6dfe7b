import { linkType, targetOf } from '../store/links.js'
import type { Recorded } from '../store/model.js'
import type { Store } from '../store/store.js'
import type { Resolved } from '../wire/recorded.js'

export const resolve = (store: Store, event: Recorded, resolveLinks: boolean): Resolved =>
  resolveLinks && event.type === linkType ? { event: targetOf(store, event), link: event } : { event }
