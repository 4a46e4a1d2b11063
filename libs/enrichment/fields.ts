/** City-precise place of a contact. Coordinates are WGS 84 degrees of the city's centre, not of the street address. */
export interface Location {
  readonly city: string;
  readonly region: string | null;
  readonly country: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly precision: 'city';
}

/** What the engine can fill in for a contact, with the type of each value. */
export interface ContactFieldValues {
  /** `role`: the mailbox of a function such as info@, not of a person. */
  emailType: 'role' | 'personal';
  /** Who runs the mailbox's domain: a free provider, a throw-away one, or an organization of its own. */
  emailProvider: 'free' | 'disposable' | 'organization';
  /** What the domain's MX records say of mail to it; nothing is said of the mailbox itself. */
  emailStatus: 'domain_accepts_mail' | 'undeliverable';
  /** Who receives mail for an organization's domain, such as `google_workspace`. */
  mailService: string;
  /** The registrable domain of an organization's mailbox. */
  companyDomain: string;
  /** ITU-T E.164, with the leading plus. */
  phoneE164: string;
  /** ISO 3166-1 alpha-2. */
  phoneCountry: string;
  phoneType: 'mobile' | 'fixed_line' | 'fixed_line_or_mobile' | 'toll_free' | 'voip' | 'other';
  location: Location;
  /** IANA time zone name. */
  timezone: string;
  jobTitle: string;
  linkedinUrl: string;
  githubUrl: string;
  twitterUrl: string;
  websiteUrl: string;
  avatarUrl: string;
  /** What the person says of themself, in their own words. */
  bio: string;
  /** Where the person says they are, as they put it; no place is read out of it. */
  locationText: string;
}

/** What the engine can fill in for a company. */
interface CompanyFieldValues {
  domain: string;
  website: string;
  industry: string;
  description: string;
  logoUrl: string;
  /** Number of employees. */
  employees: number;
  foundedYear: number;
  /** The place of the head office, as its source names it. */
  headquarters: string;
  linkedinUrl: string;
  twitterUrl: string;
}

/** A field as users name it: a contact's by its name, a company's as `company.industry`. */
export function fieldName(subject: 'contact' | 'company', field: string): string {
  return subject === 'contact' ? field : `company.${field}`;
}

export type ContactField = keyof ContactFieldValues;
export type CompanyField = keyof CompanyFieldValues;
