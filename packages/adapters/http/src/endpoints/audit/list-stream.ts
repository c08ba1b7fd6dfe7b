import { TextStream } from '../../call/response.js'

/** How many items are written at once. */
const BATCH = 500

/** A JSON object that ends with a list of any length, written while it is sent. */
export const listStream = <Item>(
  head: object,
  name: string,
  items: readonly Item[],
  write: (item: Item) => object,
): TextStream => new TextStream(pieces(head, name, items, write), 'application/json')

function* pieces<Item>(
  head: object,
  name: string,
  items: readonly Item[],
  write: (item: Item) => object,
): Generator<string, void, undefined> {
  let open = `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(name)}:[`
  for (let at = 0; at < items.length; at += BATCH) {
    const batch = items.slice(at, at + BATCH).map((item) => JSON.stringify(write(item)))
    yield `${open}${batch.join(',')}`
    open = ','
  }
  yield items.length === 0 ? `${open}]}` : ']}'
}
