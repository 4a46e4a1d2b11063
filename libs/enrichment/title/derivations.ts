import type { Department, Seniority } from '../fields.ts';
import { departmentOf } from './department.ts';
import { seniorityOf } from './seniority.ts';

/** The fields of a contact that follow from the job title, and the rule of each. */
export const TITLE_DERIVATIONS = {
  seniority: seniorityOf,
  department: departmentOf,
} as const satisfies Record<string, (title: string) => Seniority | Department | null>;

/** Whether a field follows from the job title. */
export const isTitleDerived = (field: string): field is keyof typeof TITLE_DERIVATIONS =>
  Object.hasOwn(TITLE_DERIVATIONS, field);
