import type { QualityCase } from '../case.ts';
import { answerCases, CONTACT, type AnswerSpec } from './answer-case.ts';

const item = (login: string, more: object = {}) => ({
  ...{ login, id: 583, node_id: 'U_kgDO', type: 'User', site_admin: false, score: 1 },
  ...{
    avatar_url: 'https://avatars.githubusercontent.com/u/583?v=4',
    html_url: `https://github.com/${login}`,
    ...more,
  },
});
const found = (...items: unknown[]) => ({ body: { total_count: items.length, incomplete_results: false, items } });

/** A commit as the search gives it; `login` is null where GitHub ties the address to no account. */
const commit = (login: string | null, email: string = CONTACT.email) => ({
  ...{ sha: 'bb4cc8d3b2e14b3af5df699876dd4ff3acd00b7f', score: 1, author: login === null ? null : item(login) },
  commit: {
    message: 'Tighten the bolts',
    author: { name: 'Mara Ellingwood', email, date: '2026-01-02T03:04:05.000Z' },
  },
});

/** A user as `GET /users/{username}` documents it. */
const user = (more: object = {}) => ({
  body: {
    ...{
      ...item('mellingwood'),
      name: 'Mara Ellingwood',
      company: '@harrowgate',
      blog: '',
      location: null,
      email: null,
    },
    ...{
      hireable: null,
      bio: null,
      twitter_username: null,
      public_repos: 8,
      public_gists: 0,
      followers: 20,
      following: 0,
    },
    ...{ created_at: '2014-01-14T04:33:35Z', updated_at: '2026-01-14T04:33:35Z', ...more },
  },
});
const githubUrl = 'https://github.com/mellingwood';
/** One account publishes the address. */
const published = (more: object = {}): AnswerSpec['answers'] => ({
  '/search/users': found(item('mellingwood')),
  '/users/mellingwood': user({ email: CONTACT.email, ...more }),
});
const committed = (commits: readonly unknown[], more: object = {}): AnswerSpec['answers'] => ({
  ...{ '/search/users': found(), '/search/commits': found(...commits), '/users/mellingwood': user(more) },
});

const specs: readonly AnswerSpec[] = [
  {
    id: 'a public address',
    answers: published({ bio: 'Torque', location: 'Leeds', blog: 'https://mara.example', twitter_username: 'mara_e' }),
    holds: {
      ...{ githubUrl, bio: 'Torque', locationText: 'Leeds', websiteUrl: 'https://mara.example/' },
      twitterUrl: 'https://x.com/mara_e',
    },
  },
  { id: 'nothing but the account', answers: published(), holds: { githubUrl } },
  { id: 'commits', answers: committed([commit('mellingwood'), commit(null)]), holds: { githubUrl } },
  {
    id: 'commits in capitals',
    answers: committed([commit('mellingwood', 'Mara.Ellingwood@Harrowgate.example')], { bio: 'Torque' }),
    holds: { githubUrl, bio: 'Torque' },
  },
  { id: 'a website without a scheme', answers: published({ blog: 'mara.example' }), holds: { githubUrl } },
  { id: 'numbers as text', answers: published({ id: '583', followers: '20', location: 12 }), holds: { githubUrl } },
  { id: 'not known', answers: { '/search/users': found(), '/search/commits': found() } },
  {
    id: 'a query that is not taken',
    answers: { '/search/users': { status: 422 }, '/search/commits': { status: 422 } },
  },
  {
    id: 'another public address',
    trap: 'a namesake',
    answers: {
      ...published({ email: 'mara.ellingwood@gullwing.example', bio: 'Moon dust' }),
      '/search/commits': found(),
    },
  },
  {
    id: 'several logins',
    trap: 'a namesake',
    answers: { ...published({ bio: 'Moon dust' }), '/search/users': found(item('mellingwood'), item('mara-e')) },
  },
  {
    id: 'commits of several',
    trap: 'a namesake',
    answers: committed([commit('mellingwood'), commit('mara-e')], { bio: 'Moon dust' }),
  },
  {
    id: 'commits of another address',
    trap: 'a namesake',
    answers: committed([commit('mellingwood', 'mara@gullwing.example')], { bio: 'Moon dust' }),
  },
  { id: 'an organization', trap: 'another company', answers: published({ type: 'Organization', bio: 'Moon dust' }) },
  {
    id: 'another name',
    trap: 'a namesake',
    answers: published({ name: 'Rick Roe', bio: 'Moon dust', location: 'The moon' }),
  },
  {
    id: 'false addresses',
    trap: 'a false address',
    answers: published({
      blog: 'javascript:alert(1)',
      twitter_username: '../evil',
      html_url: 'https://github.com.evil.example/m',
    }),
  },
  {
    id: 'a login that is a path',
    trap: 'a false address',
    answers: { ...published(), '/search/users': found(item('../orgs/harrowgate')) },
  },
];

/** Answers of GitHub's REST API, version 2022-11-28: https://docs.github.com/en/rest. */
export const githubAnswers = (): QualityCase[] =>
  answerCases({ source: 'github', address: { GITHUB_BASE_URL: '' }, subject: 'contact' }, specs);
