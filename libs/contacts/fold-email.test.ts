import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { foldEmail } from './fold-email.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Every code point that may be stored, surrogates and NUL left out. */
function* everyCharacter(): Generator<string> {
  for (let code = 1; code <= 0x10ffff; code += 1) {
    if (code < 0xd800 || code > 0xdfff) yield String.fromCodePoint(code);
  }
}

it('folds every character as the database does', async () => {
  // Each has a Unicode version of its own: what only one knows as a character is in no email yet.
  const rows = await database.query<{ character: string; folded: string }>(
    `SELECT character, fold_email(character) AS folded FROM unnest($1::text[]) AS character
     WHERE unicode_assigned(character)`,
    [[...everyCharacter()]],
  );
  expect(rows.length).toBeGreaterThan(280_000);
  const differing = rows.flatMap(({ character, folded }) =>
    foldEmail(character) === folded ? [] : [`U+${character.codePointAt(0)?.toString(16)}`],
  );
  expect(differing).toEqual([]);
});

it('folds what only is the same together with its neighbours', () => {
  expect(foldEmail(' ΟΔΟΣ@Acme.Example ')).toBe('οδοσ@acme.example');
  expect(foldEmail('ZOE\u0308@acme.example')).toBe('zo\u00eb@acme.example');
});
