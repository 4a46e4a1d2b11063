import type { Lookups } from '../../libs/enrichment/source.ts';

/** Lookups for a source that stands alone: nothing is kept, every question is asked. */
export const askEveryTime: Lookups = { find: async (_lookup, ask) => (await ask()).document };
