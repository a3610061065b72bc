import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import { describeError, type ProblemTypeDescription } from "../catalog/describe-error.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { exampleBody, type SerializeExample } from "../catalog/example-body.ts";
import { type ProblemCategory, toCategory } from "../catalog/problem-category.ts";
import { readApp } from "../doctor/app-facts.ts";
import type { ValidationStatus } from "../errors/validation-status.ts";
import { detailsOf } from "../openapi/kept-details.ts";

/** One code of a reference. */
export interface ReferenceError extends Omit<ProblemTypeDescription, "example"> {
  readonly category: ProblemCategory;
  /** Undefined if the serializer of the app fails without a real request. */
  readonly example?: unknown;
}

/** The reference of a catalog: the content of `errors.json`. */
export interface Reference {
  readonly version: 1;
  /** The errors, by code. */
  readonly errors: Readonly<Record<string, ReferenceError>>;
  /** The codes that each operation of the app declares, by method and path: `GET /articles/:id`. */
  readonly operations?: Readonly<Record<string, readonly string[]>>;
}

/** The format of the app's problems, and the app. */
export interface ReferenceOptions {
  readonly typeBase: string;
  readonly validationStatus?: ValidationStatus | undefined;
  readonly guidance?: boolean | undefined;
  readonly serialize?: SerializeExample | undefined;
  readonly app?: object | undefined;
}

/** Returns the reference of a catalog, and of the operations of an app. The order of the declarations does not matter. */
export function toReference(catalog: AnyErrorCatalog, options: ReferenceOptions): Reference {
  const { typeBase, validationStatus, guidance, serialize, app } = options;
  // The keys of a catalog are its codes.
  const factories = Object.values(catalog as unknown as Record<string, AnyErrorFactory>);
  const errors = factories.map((factory) => {
    const described = describeError(factory, typeBase, { validationStatus, guidance });
    const { example: problem, ...rest } = described;
    const example = serialize ? exampleBody(problem, serialize) : problem;
    const category = toCategory(described.status);
    return [rest.code, { ...rest, category, ...(example !== undefined && { example }) }] as const;
  });
  return {
    version: 1,
    errors: Object.fromEntries(errors.toSorted(byKey)),
    ...(app && { operations: operationsOf(app) }),
  };
}

function operationsOf(app: object): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, Set<string>>();
  for (const { label, before, step } of readApp(app).routes) {
    const details = [...before.map(({ handle }) => handle), ...step.handlers].map(detailsOf);
    const declared = details.filter((one) => one?.errors !== undefined);
    if (declared.length === 0 || details.some((one) => one?.hidden)) continue;
    const codes = found.get(label) ?? new Set();
    for (const { code } of declared.flatMap((one) => one?.errors ?? [])) codes.add(code);
    found.set(label, codes);
  }
  const sorted = [...found].map(([label, codes]) => [label, [...codes].toSorted()] as const);
  return Object.fromEntries(sorted.toSorted(byKey));
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** Returns the operations that declare a code. */
export function operationsWith(code: string, { operations = {} }: Reference): readonly string[] {
  return Object.keys(operations).filter((label) => operations[label]?.includes(code));
}
