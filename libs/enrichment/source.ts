import type { ContactField, CompanyField } from './fields.ts';
import type { PageFetcher } from './page-fetcher.ts';

/** The parts of a stored record that a finding can rest on. A change of one withdraws the findings that rest on it. */
export type SubjectInput =
  'email' | 'firstName' | 'lastName' | 'phoneNumber' | 'address' | 'company' | 'companyName' | 'companyWebsite';

/** The contact and its company as they stood when the job read them. */
export interface EnrichmentSubject {
  readonly contact: {
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string | null;
    readonly phoneNumber: string | null;
    readonly address: string | null;
  };
  readonly company: {
    readonly name: string;
    readonly website: string | null;
    /** How sure the website is the company's: 1 where a user entered it, else the confidence it was found with. */
    readonly websiteConfidence: number;
  } | null;
}

/** Something that was read, kept as it was read: a quote is only evidence while it can be found in here. */
export interface SourceDocument {
  /** Under which it is stored; absent for the contact's own record, and where nothing is stored. */
  readonly storedId?: string;
  /**
   * Where it was fetched, after redirects; for a provider's record an address that names this record, and is the same at
   * every reading, as users bar records by it. Null for the contact's own record.
   */
  readonly url: string | null;
  readonly fetchedAt: Date;
  /** What a person would see of it, white space collapsed; '' where there is only data. */
  readonly text: string;
  /** Its structured part, which JSON pointers (RFC 6901) point into. */
  readonly data: unknown;
}

/**
 * Where in a document a claim stands. Without a pointer, `quote` is a passage of `text`. `pointer` names a string or number
 * in `data` that equals `quote`; or a list or object, of which `quote` is the texts joined by ", ": its strings, and the
 * `name` of each part that is an object (`textsAt` in `verify.ts`).
 */
export interface Citation {
  readonly document: SourceDocument;
  readonly quote: string;
  readonly pointer?: string;
}

/** How sure a claim is, each factor from 0 to 1; their product is the claim's confidence. */
interface ClaimStrength {
  /** How far this source is to be trusted for this field. */
  readonly prior: number;
  /** How sure it is that the document speaks of this very person or company. */
  readonly identity: number;
  /** How sure it is that the value was read correctly from the document. */
  readonly extraction: number;
}

interface ClaimBase {
  readonly citation: Citation;
  readonly strength: ClaimStrength;
  /** What of the stored record the claim rests on. */
  readonly inputs: readonly SubjectInput[];
  /**
   * How the value follows from the quote. `verbatim`: it stands in the quote. `rule`: a deterministic, documented rule
   * of the source turns the quote into the value (a phone number's country, a city's coordinates).
   */
  readonly basis: 'verbatim' | 'rule';
  /** The job title in the quote that a rule derived the value from; such a value goes with that title or not at all. */
  readonly derivedFrom?: string;
}

/** One value that a source proposes for one field, with the place it was read. */
export type Claim =
  | (ClaimBase & { readonly subject: 'contact'; readonly field: ContactField; readonly value: unknown })
  | (ClaimBase & { readonly subject: 'company'; readonly field: CompanyField; readonly value: unknown });

/**
 * What a source has to say about a subject. `reason` is a short sentence for the user, without personal data.
 * `documents` are the texts that it read, in which there may be more than it understood.
 */
export type SourceOutcome =
  | { readonly outcome: 'matched'; readonly claims: readonly Claim[]; readonly documents?: readonly SourceDocument[] }
  | { readonly outcome: 'no_match'; readonly reason: string; readonly documents?: readonly SourceDocument[] }
  | { readonly outcome: 'skipped'; readonly reason: string };

/** What an answer is about, which decides how long it is good for: a person 30 days, a company 90, a place 365. */
export type LookupKind = 'person' | 'company' | 'place';

/** A question to a provider whose answer is kept, so that it is not asked again while the answer is good. */
export interface Lookup {
  /** Who is asked, snake_case: the name of the source, or whoever is paid. */
  readonly provider: string;
  /** What is asked of it, snake_case, such as `person_enrichment`. */
  readonly operation: string;
  readonly kind: LookupKind;
  /** Everything that the answer depends on, normalized: JSON. Only its hash is kept. */
  readonly input: unknown;
  /** Goes up when what is kept of an answer changes its form, or the question does. */
  readonly version: number;
  /** What an answer costs at most; absent where asking is free. */
  readonly price?: Price;
}

export interface Price {
  readonly credits?: number;
  /** Millionths of a US dollar. */
  readonly costMicroUsd?: number;
}

/** What came of asking. */
export interface Reply {
  /** What the provider said; null where it does not know the subject. */
  readonly document: SourceDocument | null;
  /** What it did cost, where asking is not free. */
  readonly paid?: {
    readonly credits?: number | undefined;
    readonly costMicroUsd?: number | undefined;
    readonly tokensIn?: number | undefined;
    readonly tokensOut?: number | undefined;
  };
  /** snake_case, for the ledger of what is paid: `matched` or `no_match` unless said. */
  readonly outcome?: string;
  /** Instead of the days that are usual for the lookup's kind (7 where the subject is not known). */
  readonly goodForDays?: number;
}

/** Answers lookups: from what is kept, or by asking, and pays for none twice. */
export interface Lookups {
  /**
   * @param signal gives up waiting; the source's own where left out
   * @param ask is called where no good answer is kept; what it throws is thrown, and nothing is kept
   * @returns the answer, which may be an earlier one (see `fetchedAt`); null where the provider does not know the subject
   * @throws SpendingLimitError where the price is over a limit, without asking
   */
  find(lookup: Lookup, ask: () => Promise<Reply>, signal?: AbortSignal): Promise<SourceDocument | null>;
}

/** What a source may use: nothing else reaches the outside. */
export interface SourceContext {
  readonly pages: PageFetcher;
  readonly lookups: Lookups;
  /** Names of the fields that are looked for (`company.industry`); absent where all are. Others need no call. */
  readonly wanted?: ReadonlySet<string>;
  readonly signal: AbortSignal;
  readonly now: Date;
}

/**
 * A place that professional facts come from. One file in `sources/` each; adding one to the list in
 * `sources/index.ts` is all it takes.
 */
export interface EnrichmentSource {
  /** Stable, snake_case; stored with every value it gives. */
  readonly name: string;
  /** One sentence: what it reads and what it gives. */
  readonly description: string;
  /**
   * Reads what the source knows. Throws on a fault of the source (the job reports it as `error` and goes on with the
   * others); a subject it can do nothing with is `skipped`, one it does not know is `no_match`.
   */
  collect(subject: EnrichmentSubject, context: SourceContext): Promise<SourceOutcome>;
}
