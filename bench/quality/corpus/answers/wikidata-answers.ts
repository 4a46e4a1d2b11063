import type { QualityCase } from '../case.ts';
import { answerCases, type AnswerSpec } from './answer-case.ts';

const entity = 'http://www.wikidata.org/entity/';
const uri = (value: string) => ({ type: 'uri', value });
const text = (value: string) => ({ type: 'literal', 'xml:lang': 'en', value });

interface Statement {
  readonly property: string;
  readonly value: string;
  readonly label?: string;
  readonly at?: string;
  readonly item?: string;
  readonly name?: string;
}

/** A row in SPARQL 1.1's JSON format. */
const row = ({ property, value, label = value, at, item = 'Q4711', name = 'Harrowgate Instruments' }: Statement) => ({
  ...{ item: uri(entity + item), itemLabel: text(name), property: uri(entity + property) },
  ...{ value: value.startsWith('http') ? uri(value) : text(value), valueLabel: text(label) },
  ...(at !== undefined && { pointInTime: text(`${at}T00:00:00Z`) }),
});
const answered = (...statements: Statement[]): AnswerSpec['answers'] => ({
  '/sparql': { body: { head: { vars: ['item', 'property', 'value'] }, results: { bindings: statements.map(row) } } },
});
const industry: Statement = { property: 'P452', value: `${entity}Q11016`, label: 'measuring instruments' };
const moon: Statement = { property: 'P452', value: `${entity}Q405`, label: 'moon dust' };
const place: Statement = { property: 'P159', value: `${entity}Q39121`, label: 'Leeds' };
const founded: Statement = { property: 'P571', value: '1984-01-01T00:00:00Z' };
const logo = 'https://commons.wikimedia.org/wiki/Special:FilePath/Harrowgate.svg';

const specs: readonly AnswerSpec[] = [
  {
    id: 'full',
    answers: answered(
      ...[industry, place, founded, { property: 'P154', value: logo.replace('https', 'http') }],
      ...[
        { property: 'P2002', value: 'harrowgate' },
        { property: 'P4264', value: '12345' },
        { property: 'P1128', value: '240' },
      ],
    ),
    holds: {
      ...{ industry: 'measuring instruments', headquarters: 'Leeds', foundedYear: 1984, employees: 240, logoUrl: logo },
      ...{ twitterUrl: 'https://x.com/harrowgate', linkedinUrl: 'https://www.linkedin.com/company/12345' },
    },
  },
  {
    id: 'the latest count',
    answers: answered(
      { property: 'P1128', value: '180', at: '2012-01-01' },
      ...[
        { property: 'P1128', value: '+240', at: '2025-01-01' },
        { property: 'P1128', value: '200', at: '2019-01-01' },
      ],
    ),
    holds: { employees: 240 },
  },
  {
    id: 'a shorter name',
    answers: answered({ ...industry, name: 'Harrowgate' }),
    holds: { industry: 'measuring instruments' },
  },
  {
    id: 'a legal form',
    answers: answered({ ...place, name: 'Harrowgate Instruments Ltd' }),
    holds: { headquarters: 'Leeds' },
  },
  {
    id: 'two industries',
    answers: answered(industry, { ...industry, label: 'test benches' }, place),
    holds: { headquarters: 'Leeds' },
  },
  { id: 'no label', answers: answered({ ...industry, label: 'Q11016' }, { ...place, label: 'Q39121' }) },
  { id: 'not known', answers: answered() },
  { id: 'an answer of another shape', answers: { '/sparql': { body: { boolean: true } } } },
  { id: 'several items', trap: 'another company', answers: answered(moon, { ...place, item: 'Q99' }) },
  {
    id: 'another name',
    trap: 'another company',
    answers: answered({ ...moon, name: 'Gullwing Freight' }, { ...founded, name: 'Gullwing Freight' }),
  },
  {
    id: 'numbers that are none',
    trap: 'another company',
    answers: answered(
      ...[
        { property: 'P1128', value: '1.5' },
        { property: 'P1128', value: 'about 900' },
      ],
      ...[
        { property: 'P571', value: '-0500-01-01T00:00:00Z' },
        { property: 'P571', value: 't1984' },
      ],
    ),
  },
  {
    id: 'handles that are paths',
    trap: 'a false address',
    answers: answered(
      ...[
        { property: 'P2002', value: '../evil' },
        { property: 'P4264', value: 'x?redirect=evil' },
      ],
      { property: 'P154', value: 'javascript:alert(1)' },
    ),
  },
];

/** Answers of the Wikidata Query Service: https://www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual. */
export const wikidataAnswers = (): QualityCase[] =>
  answerCases({ source: 'wikidata', address: { WIKIDATA_SPARQL_URL: '/sparql' }, subject: 'company' }, specs);
