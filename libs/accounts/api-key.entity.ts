import type { Scope } from '#platform';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A Bearer key that acts for a user. Only its hash is kept. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('text')
  name: string;

  /** HMAC-SHA256 of the key under the server's secret. */
  @Column('bytea', { select: false })
  hash: Buffer;

  /** The key's first characters, by which its holder tells it from others. */
  @Column('text')
  preview: string;

  @Column('text', { array: true })
  scopes: Scope[];

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
