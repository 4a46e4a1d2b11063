import { InitialSchema1763800000000 } from './1763800000000-initial-schema.ts';
import { Suggestions1763910000000 } from './1763910000000-suggestions.ts';

/** All migrations, in the order they are applied. */
export const migrations = [InitialSchema1763800000000, Suggestions1763910000000];
