import { Column, Entity, PrimaryColumn } from 'typeorm';

export const VISIBILITIES = ['organization', 'private'] as const;
/** Who sees a contact: everyone in the organization, or its owner and the organization's admins. */
export type Visibility = (typeof VISIBILITIES)[number];

/** A person that an organization keeps in touch with. */
@Entity('contacts')
export class Contact {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  /** The user who created it. */
  @Column('uuid', { name: 'owner_id' })
  ownerId: string;

  @Column('uuid', { name: 'company_id', nullable: true })
  companyId: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { name: 'first_name' })
  firstName: string;

  @Column('text', { name: 'last_name', nullable: true })
  lastName: string | null;

  @Column('text', { name: 'phone_number', nullable: true })
  phoneNumber: string | null;

  @Column('text', { nullable: true })
  address: string | null;

  /** Degrees, WGS 84; filled in by enrichment from the address. */
  @Column('double precision', { nullable: true })
  latitude: number | null;

  @Column('double precision', { nullable: true })
  longitude: number | null;

  @Column('boolean', { name: 'is_connector', default: false })
  isConnector: boolean;

  @Column('boolean', { name: 'is_solution_provider', default: false })
  isSolutionProvider: boolean;

  @Column('text', { default: 'organization' })
  visibility: Visibility;

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_timestamp()' })
  updatedAt: Date;
}
