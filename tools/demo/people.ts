/** A made-up company with the website it would have. `.example` names belong to nobody (RFC 2606). */
export interface DemoCompany {
  readonly name: string;
  readonly domain: string;
  readonly industry: string;
  readonly description: string;
  /** Contacts of the demo organization. */
  readonly people: readonly DemoPerson[];
  /** On the website, but not a contact yet. */
  readonly newcomers?: readonly DemoPerson[];
}

/** A made-up person. Phone numbers are of ranges that regulators keep for fiction. */
export interface DemoPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly phone?: string;
  readonly address?: string;
}

const person = (firstName: string, lastName: string, title: string, phone?: string, address?: string): DemoPerson => ({
  ...{ firstName, lastName, title },
  ...(phone !== undefined && { phone }),
  ...(address !== undefined && { address }),
});

/** The people and companies that `npm start` fills a new installation with. */
export const DEMO_COMPANIES: readonly DemoCompany[] = [
  {
    ...{ name: 'Gingerbread Logistics', domain: 'gingerbread.example', industry: 'Logistics' },
    description: 'Gingerbread Logistics delivers parcels through enchanted forests, breadcrumbs included.',
    people: [
      person('Hansel', 'Crumb', 'Head of Route Planning', '+49 1579 2300123', 'Marktplatz 1, 28195 Bremen, Germany'),
      person('Gretel', 'Crumb', 'Chief Operating Officer', '+49 1579 2300124', 'Marktplatz 1, 28195 Bremen, Germany'),
      person('Wanda', 'Ofenrohr', 'Facility Manager'),
      person('Rotkäppchen', 'Wolff', 'Last Mile Coordinator', undefined, 'Waldweg 7, 34117 Kassel, Germany'),
    ],
  },
  {
    ...{ name: 'Nautilus Deep Sea Tours', domain: 'nautilus.example', industry: 'Travel' },
    description:
      'Nautilus Deep Sea Tours takes guests twenty thousand leagues under the sea and back in time for dinner.',
    people: [
      person('Némo', 'Abysse', 'Managing Director', '+33 6 39 98 01 23', '12 Quai de la Fosse, 44000 Nantes, France'),
      person('Conseil', 'Fidèle', 'Customer Success Manager', '+33 6 39 98 01 24', 'Nantes, France'),
      person('Ned', 'Harpon', 'Fleet Engineer', undefined, '1 Rue Sainte-Catherine, Québec, QC, Canada'),
      person('Pierre', 'Aronnax', 'Head of Research'),
    ],
  },
  {
    ...{ name: 'Brass Lantern Software', domain: 'brasslantern.example', industry: 'Software' },
    description: 'Brass Lantern Software builds tools for people who are likely to be eaten by a grue.',
    people: [
      person('Zora', 'Grueling', 'Chief Technology Officer', '+1 415-555-0132', '123 Main St, San Francisco, CA 94102'),
      person('Dimwit', 'Flathead', 'Vice President of Sales', '+1 415-555-0133', '77 Pine St, Seattle, WA 98101'),
      person('Wilbar', 'Memboz', 'Developer Advocate'),
      person('Lucretia', 'Borfin', 'Product Manager', '+1 212-555-0178', '5 Broadway, New York, NY 10004, USA'),
      person('Syovar', 'Strong', 'Data Engineer'),
    ],
    newcomers: [person('Hazel', 'Lampwick', 'Head of Customer Success')],
  },
  {
    ...{ name: 'Moonbase Dairy', domain: 'moonbase-dairy.example', industry: 'Food and Beverages' },
    description: 'Moonbase Dairy ages green cheese at one sixth of the gravity and all of the patience.',
    people: [
      person('Wallis', 'Cheddar', 'Founder', '+44 7700 900123', '62 West Wallaby Street, Wigan, United Kingdom'),
      person('Wendolene', 'Stilton', 'Head of Procurement', '+44 7700 900124', 'Wigan, United Kingdom'),
      person('Piella', 'Bakewell', 'Marketing Director', undefined, '8 Deansgate, Manchester M3 1AZ, UK'),
      person('Feathers', 'McPenguin', 'Security Consultant'),
    ],
  },
  {
    ...{ name: 'Kitsune Robotics', domain: 'kitsune-robotics.example', industry: 'Robotics' },
    description: 'Kitsune Robotics makes shape-shifting service robots with up to nine actuators.',
    people: [
      person('葛', '葉', 'Chief Executive Officer', undefined, 'Osaka, Japan'),
      person('Tamamo', 'Mae', 'Head of Partnerships', undefined, 'Kyoto, Japan'),
      person('Søren', 'Rævsen', 'Sales Manager Nordics', undefined, 'Vesterbrogade 3, 1620 København, Denmark'),
      person('Inari', 'Rice', 'Field Engineer'),
    ],
  },
  {
    ...{ name: 'Windmill Insurance', domain: 'windmill.example', industry: 'Insurance' },
    description: 'Windmill Insurance covers knights-errant against giants, real and imagined.',
    people: [
      person('Alonso', 'Quijano', 'Chief Risk Officer', undefined, 'Calle Mayor 1, 28013 Madrid, Spain'),
      person('Sancho', 'Panzón', 'Claims Manager', undefined, 'Toledo, Spain'),
      person('Dulcinea', 'Toboso', 'Head of Brand'),
      person('Rocinante', 'Caballo', 'Fleet Manager'),
    ],
  },
];

/** The email that a made-up person has at the company. */
export function demoEmail({ firstName, lastName }: DemoPerson, { domain }: DemoCompany): string {
  const plain = (text: string): string =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll('ø', 'o')
      .replaceAll('æ', 'ae')
      .replace(/[^a-z0-9]/g, '');
  const local = [plain(firstName), plain(lastName)].filter((part) => part !== '').join('.');
  return `${local === '' ? 'kuzunoha' : local}@${domain}`;
}
