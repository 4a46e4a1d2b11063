import { describe, expect, test } from '@jest/globals';
import { templatesOf, type RecordedRequest } from '../../bench/performance/bare/template.ts';

// The bare server may only be held against the product if it runs the same statements with the same kinds of values.

const INSERT = 'INSERT INTO contacts (id, organization_id, email, last_name) VALUES ($1, $2, $3, $4)';
const SELECT = 'SELECT FROM contacts WHERE id = $1';
const ONE = '0197f000-0000-7000-8000-000000000001';
const OTHER = '0197f000-0000-7000-8000-000000000002';

const recorded = (id: string, email: string, text = SELECT): RecordedRequest => ({
  inputs: { email },
  statements: [
    { name: 'insert', text: INSERT, parameters: [id, 'org', email, null] },
    { name: '', text, parameters: [id] },
  ],
});

describe('the statements of a request, whatever its values are', () => {
  test('have their values from the request, from new ids, or from nowhere', () => {
    const templates = templatesOf(recorded(ONE, 'ada@a.example'), recorded(OTHER, 'jane@b.example'));
    expect(templates).toEqual([
      {
        ...{ name: 'insert', text: INSERT },
        parameters: [{ newId: 0 }, { constant: 'org' }, { input: 'email' }, { constant: null }],
      },
      { name: '', text: SELECT, parameters: [{ newId: 0 }] },
    ]);
  });

  test('have another hash where there was one', () => {
    const hash = (digit: string) => `\\x${digit.repeat(64)}`;
    const [one, other] = [recorded(hash('1'), 'ada@a.example'), recorded(hash('2'), 'jane@b.example')];
    expect(templatesOf(one, other).map(({ parameters }) => parameters[0])).toEqual([
      { hashBytes: 32 },
      { hashBytes: 32 },
    ]);
  });

  test('are refused where a value comes from elsewhere', () => {
    const [one, other] = [recorded('17', 'ada@a.example'), recorded('18', 'jane@b.example')];
    expect(() => templatesOf(one, other)).toThrow('cannot tell where parameter 1 comes from');
  });

  test('are refused where they depend on the values', () => {
    const [one, other] = [recorded(ONE, 'ada@a.example'), recorded(OTHER, 'jane@b.example', 'SELECT 1')];
    expect(() => templatesOf(one, other)).toThrow('different statements');
  });
});
