/** The lookups of a source that stands alone: nothing is kept, every question is asked. */
export const askEveryTime = {
  find: async <T>(_lookup: unknown, ask: () => Promise<{ readonly document: T }>): Promise<T> => (await ask()).document,
};
