import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { DomainError, type FieldProblem } from '#platform';

function problemsOf(error: ValidationError): FieldProblem[] {
  const [constraint, message] = Object.entries(error.constraints ?? {})[0] ?? [];
  if (message === undefined) return [];
  return [
    { field: error.property, message: constraint === 'whitelistValidation' ? 'is not a known property' : message },
  ];
}

/** A request whose parameters or body are not as documented, naming each field. */
function invalid(problems: readonly FieldProblem[]): DomainError {
  return new DomainError('invalid_request', problems.map(({ field, message }) => `${field} ${message}`).join('; '), {
    problems,
  });
}

/** Turns parameters and bodies into their DTO classes, or refuses them. Unknown properties are refused as well. */
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => invalid(errors.flatMap(problemsOf)),
    });
  }

  override async transform(given: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const value = given === undefined && mayBeAbsent(metadata) ? {} : given;
    if (metadata.type === 'body') assertJsonObject(value);
    if (metadata.type !== 'custom') assertPlain(value as object);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

const ABSENT_BODY = Symbol('the body may be absent');

/** Marks a DTO of which everything may be left out, and so the body itself. */
export const BodyMayBeAbsent = (): ClassDecorator => (target) => {
  Reflect.defineMetadata(ABSENT_BODY, true, target);
};

function mayBeAbsent({ type, metatype }: ArgumentMetadata): boolean {
  return type === 'body' && metatype !== undefined && Reflect.hasOwnMetadata(ABSENT_BODY, metatype);
}

/** Deeper than any field of a request can be. */
const TOO_DEEP = 20;

/** Refuses what class-transformer passes over in silence, or follows until the stack overflows. */
function assertPlain(value: object): void {
  const inherited = Object.keys(value).find((key) => key in Object.prototype);
  if (inherited !== undefined) throw invalid([{ field: inherited, message: 'is not a known property' }]);
  const deep = Object.entries(value).find(([, item]) => isDeeper(item, TOO_DEEP));
  if (deep) throw invalid([{ field: deep[0], message: 'is nested too deeply' }]);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function assertJsonObject(value: unknown): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) throw invalid([{ field: 'body', message: 'must be a JSON object' }]);
}
