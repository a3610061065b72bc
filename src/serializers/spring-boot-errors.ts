import type { Request } from "express";
import type { FieldError } from "../errors/field-error.ts";
import { toFieldName } from "../errors/json-pointer.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";
import { currentTime, requestedPath } from "./path-and-time.ts";
import { reasonPhrase } from "./reason-phrase.ts";

/**
 * Creates a serializer that writes the error attributes of Spring Boot: `timestamp`, `status`, `error`, `message`, `path`
 * and, for invalid fields, `errors` with `objectName` (the part of the request), `field`, `code` and `defaultMessage`. A
 * rejected value is never sent. The type and the title are left out; the other members keep their names.
 *
 * @example
 * app.use(errorHandler({ serialize: springBootErrors() }));
 */
export function springBootErrors(): ProblemSerializer {
  return Object.assign(toErrorAttributes, { readFields, varies: ["timestamp", "path"] });
}

function toErrorAttributes(problem: ProblemDetails, req: Request): object {
  const { type: _t, title, status, detail = title, errors, ...others } = problem;
  const body = {
    // As Spring Boot writes the zone.
    timestamp: currentTime(req).replace("Z", "+00:00"),
    status,
    error: reasonPhrase(status),
    message: detail,
    path: requestedPath(req),
    ...(errors && { errors: errors.map(toSpringError) }),
  };
  // An error may declare members with these names.
  return { ...body, ...others, ...body };
}

function toSpringError(field: FieldError): SpringError {
  return {
    objectName: field.in,
    field: toFieldName(field),
    code: field.code,
    defaultMessage: field.detail,
  };
}

interface SpringError {
  readonly objectName: string;
  readonly field: string;
  readonly code: string;
  readonly defaultMessage: string;
}

function readFields({
  errors = [],
}: {
  readonly errors?: readonly SpringError[];
}): readonly SerializedField[] {
  return errors.map(({ objectName, field, code, defaultMessage }) => ({
    in: objectName,
    name: field,
    code,
    detail: defaultMessage,
  }));
}
