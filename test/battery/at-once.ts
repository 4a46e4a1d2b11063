/** Does something for each item, with so many at a time. @returns what came of each, in the order of the items */
export async function atOnce<T, R>(
  limit: number,
  items: Iterable<T>,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const all = [...items];
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < all.length; at = next++) results[at] = await work(all[at] as T, at);
  };
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, lane));
  return results;
}
