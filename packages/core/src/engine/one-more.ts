/**
 * The list with one more item, for lists that mostly stay at one: the first push onto an empty array reserves 17 places,
 * 150 bytes of garbage in 20 ns. The list itself may be shared for as long as it is empty.
 */
export const withOneMore = <Item>(list: Item[], item: Item): Item[] => {
  if (list.length === 0) return [item]
  list.push(item)
  return list
}
