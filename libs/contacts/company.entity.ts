import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A company that an organization's contacts work for. */
@Entity('companies')
export class Company {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('text', { nullable: true })
  website: string | null;

  @Column('text', { nullable: true })
  industry: string | null;

  @Column('text', { nullable: true })
  address: string | null;

  /** Fields that a user entered or cleared, which enrichment leaves alone. */
  @Column('text', { name: 'user_fields', array: true, default: () => "'{}'" })
  userFields: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'clock_timestamp()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'clock_timestamp()' })
  updatedAt: Date;
}
