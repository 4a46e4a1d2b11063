import { describe, expect, it } from '@jest/globals';
import { departmentOf } from './department.ts';
import { seniorityOf } from './seniority.ts';

/** Title | seniority | department; "-" where the title does not say. */
const LABELLED = `
  CEO | c_suite | management
  Chief Executive Officer | c_suite | management
  Founder & CEO | founder | management
  Co-Founder and CTO | founder | engineering
  Co-founder | founder | -
  Owner | owner | -
  Co-Owner | owner | -
  Business Owner | owner | -
  Owner/Operator | owner | -
  Chief Technology Officer | c_suite | engineering
  C.F.O. | c_suite | finance
  Chief Financial Officer | c_suite | finance
  Chief Marketing Officer | c_suite | marketing
  Chief People Officer | c_suite | human_resources
  Chief Operating Officer | c_suite | operations
  Chief Information Security Officer | c_suite | it
  CPO | c_suite | -
  President | c_suite | management
  Vice President | vp | -
  Vice-President, Engineering | vp | engineering
  VP Sales, EMEA | vp | sales
  Senior Vice President of Marketing | vp | marketing
  EVP Finance | vp | finance
  Managing Director | c_suite | management
  Managing Director, Investment Banking | - | -
  General Manager | manager | management
  Managing Partner | partner | -
  Partner | partner | -
  Senior Partner | partner | -
  Tax Partner | partner | finance
  Head of Operations | head | operations
  Head of Sales & Marketing | head | -
  Head of People | head | human_resources
  Global Head of Data | head | data
  Head, Legal & Compliance | head | legal
  Department Head | head | -
  Director | director | -
  Deputy Director | director | -
  Associate Director | director | -
  Director of Customer Success | director | customer_success
  Director of Engineering | director | engineering
  Account Director | director | sales
  Creative Director | director | -
  Engineering Manager | manager | engineering
  Product Manager | manager | product
  Product Marketing Manager | manager | marketing
  Project Manager | manager | -
  IT Project Manager | manager | it
  Partner Manager | manager | sales
  Lead Generation Manager | manager | marketing
  Key Account Manager | manager | sales
  Office Manager | manager | administration
  Customer Support Team Lead | manager | support
  Supply Chain Manager | manager | operations
  Talent Acquisition Manager | manager | human_resources
  Data Center Manager | manager | it
  Lead Engineer | senior | engineering
  Senior Software Engineer | senior | engineering
  Staff Software Engineer | senior | engineering
  Principal Consultant | senior | consulting
  Sr. Data Scientist | senior | data
  Tech Lead | senior | -
  Senior Accountant | senior | finance
  Senior Executive Assistant | senior | administration
  Junior Developer | entry | engineering
  Jr. Accountant | entry | finance
  Graduate Engineer | entry | engineering
  Marketing Intern | intern | marketing
  Apprentice Electrician | intern | -
  Management Trainee | intern | -
  Software Engineer | - | engineering
  Sales Engineer | - | sales
  Design Engineer | - | engineering
  Data Engineer | - | data
  Product Designer | - | design
  UX Researcher | - | design
  Product Owner | - | product
  Account Executive | - | sales
  HR Business Partner | - | human_resources
  Executive Assistant | - | administration
  Executive Assistant to the CFO | - | administration
  Assistant to the CEO | - | administration
  Assistant to the CEO and CFO | - | administration
  CEO's Assistant | - | administration
  Personal Assistant | - | administration
  Assistant to the Head of Sales | - | -
  Assistant Manager | - | -
  Assistant Vice President | - | -
  Assistant Professor of Law | - | education
  Shop Assistant | - | -
  Company Secretary | - | -
  Owner of product portfolio | - | product
  Chief of Staff | - | management
  Chief of Staff to the CEO | - | management
  Advisor to the CEO | - | -
  Owner's Representative | - | -
  Founder's Associate | - | -
  Head Chef | - | -
  Sous Chef | - | -
  Head Nurse | - | health
  Director of Photography | - | -
  Art Director | - | -
  Non-Executive Director | - | -
  Vice Chairman | - | -
  Data Protection Officer | - | legal
  Data Entry Clerk | - | administration
  General Counsel | - | legal
  Paralegal | - | legal
  Accountant | - | finance
  Management Consultant | - | consulting
  SAP Consultant | - | it
  Business Analyst | - | -
  Lecturer | - | education
  Registered Nurse | - | health
  Research Scientist | - | research
  R&D Manager | manager | research
  Intern Program Coordinator | - | -
  Senior Living Advisor | - | -
  Staff Nurse | - | health
  Former CEO | - | -
  Aspiring Product Manager | - | -
  Night Porter | - | -
  Supreme Chancellor | - | -`;

const rows = LABELLED.trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()));
const orNull = (cell = ''): string | null => (cell === '-' ? null : cell);

describe('what an English job title says', () => {
  it.each(rows)('%s → %s, %s', (title = '', seniority, department) => {
    expect([seniorityOf(title), departmentOf(title)]).toEqual([orNull(seniority), orNull(department)]);
  });

  it.each(['', ' ', '—', '(', 'a'.repeat(5000), '代表取締役', 'О' + 'wner'])('says nothing for %j', (title) => {
    expect([seniorityOf(title), departmentOf(title)]).toEqual([null, null]);
  });

  it('does not depend on letter case, accents’ form and hyphens', () => {
    expect(seniorityOf('GESCHA\u0308FTSFU\u0308HRERIN')).toBe('c_suite');
    expect(seniorityOf('vice\u2010president')).toBe('vp');
  });
});
