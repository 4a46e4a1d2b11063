/** How many rows a data set has, and how they are shared out. */
export interface DatasetSize {
  readonly contacts: number;
  readonly companies: number;
  readonly big: { readonly contacts: number; readonly companies: number };
  readonly small: { readonly contacts: number; readonly companies: number };
  /** Organizations of about the same size, which share the rest. */
  readonly others: number;
}

export const FULL_SIZE: DatasetSize = {
  ...{ contacts: 1_000_000, companies: 20_000, others: 90 },
  big: { contacts: 500_000, companies: 8_000 },
  small: { contacts: 1_000, companies: 50 },
};

export const SHORT_SIZE: DatasetSize = {
  ...{ contacts: 50_000, companies: 1_000, others: 10 },
  big: { contacts: 25_000, companies: 400 },
  small: { contacts: 1_000, companies: 50 },
};

/** An organization of the data set. Its first user is its admin; all others are members. */
export interface OrganizationShape {
  /** 1 is the big one, 2 the small one. */
  readonly n: number;
  readonly name: string;
  readonly contacts: number;
  readonly companies: number;
  readonly users: number;
}

/** Shares the rows of a data set out to its organizations. */
export function organizationsOf({ contacts, companies, big, small, others }: DatasetSize): OrganizationShape[] {
  const rest = {
    contacts: contacts - big.contacts - small.contacts,
    companies: companies - big.companies - small.companies,
  };
  const shareOf = (total: number, index: number): number =>
    Math.floor((total * (index + 1)) / others) - Math.floor((total * index) / others);
  return [
    { n: 1, name: 'Bench Big', ...big, users: 200 },
    { n: 2, name: 'Bench Small', ...small, users: 10 },
    ...Array.from({ length: others }, (_, index) => ({
      ...{ n: index + 3, name: `Bench Other ${index + 1}`, users: 8 },
      ...{ contacts: shareOf(rest.contacts, index), companies: shareOf(rest.companies, index) },
    })),
  ];
}

/** The email of a user of an organization; the first one, number 0, is its admin. */
export const userEmail = (organization: number, user: number): string => `user${user}@org${organization}.example`;

/** The last name that 5 contacts of the big organization have, and 3 of the small one. */
export const RARE_WORD = 'Quillfeather';
/** The last name of 6 % of the contacts of every organization. */
export const COMMON_WORD = 'Martin';

/** Searches that match about half of all contacts. */
export interface HalfMatches {
  readonly oneLetter: string;
  readonly twoLetters: string;
}
