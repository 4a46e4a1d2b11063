export const SECRETS_FILE: string;
export function secretsIn(env: Readonly<Record<string, string | undefined>>): string[];
export function findLoggedSecrets(folder: string): string[];
