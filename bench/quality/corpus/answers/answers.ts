import type { QualityCase } from '../case.ts';
import { apolloAnswers } from './apollo-answers.ts';
import { geocoderAnswers } from './geocoder-answers.ts';
import { githubAnswers } from './github-answers.ts';
import { gravatarAnswers } from './gravatar-answers.ts';
import { hunterAnswers } from './hunter-answers.ts';
import { peopleDataLabsAnswers } from './people-data-labs-answers.ts';
import { wikidataAnswers } from './wikidata-answers.ts';

/** Answers of data providers in the shapes that they document. A further provider is a file like these, and a line here. */
export function buildAnswers(): QualityCase[] {
  return [
    ...[gravatarAnswers(), githubAnswers(), wikidataAnswers()],
    ...[peopleDataLabsAnswers(), apolloAnswers(), hunterAnswers(), geocoderAnswers()],
  ].flat();
}
