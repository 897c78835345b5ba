/** The items in order, at most `size` at a time. */
export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.length <= size ? items : items.slice(start, start + size);
  }
}
