/** Values of the Authorization header that are near to a good one, and no key may be read from. @param key a good one */
export const malformedAuthorization = (key: string): string[] => [
  ...['', 'Bearer', 'Bearer ', `Basic ${Buffer.from(`x:${key}`).toString('base64')}`, key, `Token ${key}`],
  ...[
    `Bearer ${key}x`,
    `Bearer ${key.slice(0, -1)}`,
    `Bearer ${key.toUpperCase()}`,
    `Bearer introzy_${'0'.repeat(64)}`,
  ],
  ...[`Bearer ${key}, Bearer ${key}`, `Bearer ${key} ${key}`, `Bearer "${key}"`, "Bearer ' OR 1=1 --", 'Bearer null'],
];
