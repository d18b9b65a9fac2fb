/** The one order of the project: by UTF-16 code unit, the same on every machine and in every locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** A sorted copy by a text key; equal keys keep their order. */
export function sortedBy<Item>(items: Iterable<Item>, key: (item: Item) => string): Item[] {
  return Array.from(items, (item) => ({ item, key: key(item) }))
    .sort((left, right) => compareText(left.key, right.key))
    .map(({ item }) => item)
}
