import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A tenant: everything else belongs to one. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
