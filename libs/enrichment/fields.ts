/** Place of a contact. Coordinates are WGS 84 degrees, of what `precision` says. */
export interface Location {
  readonly city: string;
  readonly region: string | null;
  readonly country: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  readonly latitude: number;
  readonly longitude: number;
  /** `city`: the coordinates are of the city's centre; `address`: of the street address. */
  readonly precision: 'city' | 'address';
}

/**
 * Levels of a position, the highest first, as sales tools commonly cut them. `owner`, `founder`, `partner`: what somebody
 * is to the company. `c_suite`: its management. `head`: leads a function or department. `manager`: has it in the title,
 * whether or not people report to them. `senior`: senior, lead, principal and staff specialists. `entry`: juniors.
 * `intern`: interns, trainees, apprentices and working students. Others, such as a plain "Engineer", have none.
 */
export type Seniority =
  'owner' | 'founder' | 'c_suite' | 'partner' | 'vp' | 'head' | 'director' | 'manager' | 'senior' | 'entry' | 'intern';

/**
 * What somebody works in. `management`: the company as a whole. `operations`: also purchasing, logistics, production and
 * quality. `sales`: also business development and key accounts. `marketing`: also communication. `legal`: also compliance
 * and data protection. `administration`: assistance, office and reception.
 */
export type Department =
  | 'management'
  | 'engineering'
  | 'product'
  | 'design'
  | 'data'
  | 'it'
  | 'operations'
  | 'sales'
  | 'marketing'
  | 'customer_success'
  | 'support'
  | 'finance'
  | 'legal'
  | 'human_resources'
  | 'administration'
  | 'consulting'
  | 'research'
  | 'education'
  | 'health';

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
  /** By rules over the job title (`title/`), never from anything else; the same holds for the department. */
  seniority: Seniority;
  department: Department;
  /** The short line that a page or profile puts under the name. */
  headline: string;
  /** At most 20, each as its source writes it; so are the languages. */
  skills: string[];
  languages: string[];
  linkedinUrl: string;
  githubUrl: string;
  twitterUrl: string;
  websiteUrl: string;
  avatarUrl: string;
  /** What the person's profile, or their entry on the company's site, says of them, in its own words. */
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
