import type { Request } from "express";
import createError from "http-errors";
import type { HttpError } from "../errors/http-error.ts";
import { type ErrorMapper, nameMapper, partsOf } from "../normalize/mapper.ts";
import { isError } from "./is-error.ts";
import { unwrapErrors } from "./unwrap-errors.ts";

/** The things that a rule may look at besides the error that it is asked about. */
export interface RuleContext {
  /** The thrown value, which becomes the cause of the response. */
  readonly thrown: unknown;
  /** The request that failed. */
  readonly request: Request;
}

/** Converts an error of one library; returns undefined for every other. */
export type Rule = (found: object, context: RuleContext) => HttpError | undefined;

/**
 * Creates a mapper that asks a rule about the thrown error and those that it wraps. Other objects do not count: JSON of a
 * client or an upstream could look like any error. The mapper leaves http-errors alone, even around another error: their
 * status is the decision of the app.
 *
 * @param name The name of the mapper, for the developer's page.
 */
export function toMapper(name: string, rule: Rule): ErrorMapper {
  return toMapperOfValues(name, (found, context) =>
    isError(found) ? rule(found, context) : undefined,
  );
}

/** Creates a mapper as `toMapper` does, for a library that throws objects or lists which are not errors. */
export function toMapperOfValues(name: string, rule: Rule): ErrorMapper {
  return nameMapper(name, mapperOf([rule]));
}

function mapperOf(rules: readonly Rule[]): RuleMapper {
  const mapLibraryError: RuleMapper = (thrown, request) => {
    if (isDeclared(thrown)) return undefined;
    const wrapped = unwrapErrors(thrown);
    for (const rule of rules) {
      for (const found of wrapped) {
        const error = rule(found, { thrown, request });
        if (error) return error;
      }
    }
    return undefined;
  };
  mapLibraryError.rules = rules;
  return mapLibraryError;
}

/** Joins neighbors among mappers that `toMapper` has created, so that a thrown value is unwrapped once for all of them. */
export function joinMappers(mappers: readonly ErrorMapper[]): readonly ErrorMapper[] {
  const joined: ErrorMapper[] = [];
  for (const mapper of mappers) {
    const before = joined.at(-1);
    const rules = [rulesOf(before), rulesOf(mapper)];
    if (before && rules[0] && rules[1]) {
      const both = mapperOf([...rules[0], ...rules[1]]);
      joined[joined.length - 1] = Object.assign(both, { parts: [...partsOf(before), mapper] });
    } else joined.push(mapper);
  }
  return joined;
}

interface RuleMapper extends ErrorMapper {
  rules?: readonly Rule[];
}

function rulesOf(mapper: RuleMapper | undefined): readonly Rule[] | undefined {
  return mapper?.rules;
}

function isDeclared(thrown: unknown): boolean {
  try {
    return createError.isHttpError(thrown);
  } catch {
    // A getter threw.
    return false;
  }
}
