import type { ApiAnswer } from '../../../test/support/json-api.ts';

/**
 * How a page holds a fact: for machines, as the layout of a card or table, or only in running text; `answer` where a data
 * provider says it.
 */
export type Where = 'markup' | 'layout' | 'prose' | 'answer';

/** Where somebody is, and how the source's text calls it. */
export interface HeldPlace {
  /** Stands in the text that names the place. */
  readonly named: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  /** WGS 84 degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** IANA time zone name. */
  readonly timezone: string;
  readonly precision: 'city' | 'address';
}

/** A fact that a page holds; any of the values is right. Of a list, its items joined by ", ". */
export interface HeldFact {
  readonly subject: 'contact' | 'company';
  readonly field: string;
  readonly values: readonly (string | number | HeldPlace)[];
  readonly where: Where;
}

/** A page as it is served. */
export interface ServedPage {
  readonly body: Buffer;
  readonly contentType: string;
}

/** A data provider that knows what a case says, and nothing else. */
export interface ProviderAnswers {
  /** The source's name, as ENRICHMENT_SOURCES has it. */
  readonly source: string;
  /** The settings that say where the provider is, each with the path that belongs to its address. */
  readonly address: Readonly<Record<string, string>>;
  /** Further settings, such as a key. */
  readonly settings?: Readonly<Record<string, string>>;
  /** By path, without the query; 404 for any other. */
  readonly answers: Readonly<Record<string, ApiAnswer>>;
}

/** One labelled website, or answer of a data provider, and the record that it is read for. */
export interface QualityCase {
  readonly id: string;
  readonly kind: 'person' | 'company' | 'hostile' | 'provider';
  /** What a hostile case tries. */
  readonly trap?: string;
  readonly provider?: ProviderAnswers;
  readonly template: string;
  /** Set apart: measured, never tuned on. */
  readonly heldOut: boolean;
  readonly contact: {
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string | null;
    readonly address?: string;
  };
  readonly company: { readonly name: string; readonly website: string | null };
  /** Pages by host and path. */
  readonly sites: Readonly<Record<string, Readonly<Record<string, ServedPage>>>>;
  readonly holds: readonly HeldFact[];
  /** The place that a provider names, and its time zone, which follows from it. */
  readonly placed?: HeldPlace;
  /** The title of the person, and what it says of level and department: right where it was read, but no fact of its own. */
  readonly titled?: { readonly title: string; readonly seniority: string | null; readonly department: string | null };
}

/** What a template makes of its data: the telling page, and where it stands. */
export interface Piece {
  readonly body: string;
  readonly head?: string;
  /** Encodes the page otherwise than in UTF-8. */
  readonly encoding?: 'latin1' | 'utf16le';
  readonly contentType?: string;
  /** Stands on the home page itself, and not on the page that it links to. */
  readonly onHome?: boolean;
}

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);

/** A JSON-LD script. */
export const ld = (data: unknown): string =>
  `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;

/** A JSON-LD script of one typed thing. */
export const thing = (type: string, properties: object): string =>
  ld({ '@context': 'https://schema.org', '@type': type, ...properties });
