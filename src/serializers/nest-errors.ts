import type { Request } from "express";
import { checkOptions, trueOrFalse } from "../misuse/check-options.ts";
import type { ProblemDetails } from "../present/problem.ts";
import type { ProblemSerializer, SerializedField } from "../present/serialize.ts";
import { fromDottedName, toDottedName } from "./dotted-name.ts";
import { currentTime, requestedPath } from "./path-and-time.ts";
import { reasonPhrase } from "./reason-phrase.ts";

/** The options of `nestErrors`. */
export interface NestErrorsOptions {
  /** Whether a body has `timestamp` and `path`, as the filter in Nest's documentation writes them. Default: false. */
  readonly pathAndTime?: boolean;
}

/**
 * Creates a serializer that writes the bodies of Nest's exceptions: `{ "statusCode": 404, "message": "There is no article
 * 7.", "error": "Not Found" }`. For invalid fields, `message` is an array of texts, as those of `ValidationPipe`. The
 * type, the title and the status are left out; the other members keep their names.
 *
 * @param options Whether a body has the path and the time.
 *
 * @throws {TypeError} If an option is unknown or not true or false.
 *
 * @example
 * app.use(errorHandler({ serialize: nestErrors() }));
 */
export function nestErrors(options: NestErrorsOptions = {}): ProblemSerializer {
  checkOptions("nestErrors", options, { pathAndTime: trueOrFalse });
  const { pathAndTime = false } = options;

  function toNestErrors(problem: ProblemDetails, req: Request): object {
    const { type: _t, title, status, detail = title, errors, ...others } = problem;
    const body = {
      statusCode: status,
      message: errors?.length
        ? errors.map((field) => `${toDottedName(field)} ${field.detail}`)
        : detail,
      error: reasonPhrase(status),
      ...(pathAndTime && { timestamp: currentTime(req), path: requestedPath(req) }),
    };
    // An error may declare members with these names.
    return { ...body, ...others, ...body };
  }
  return Object.assign(toNestErrors, {
    readFields,
    ...(pathAndTime && { varies: ["timestamp", "path"] }),
  });
}

/** Reads texts such as `tags.1 is required`. A name with a space cannot be told from its text. */
function readFields({ message }: { readonly message: unknown }): readonly SerializedField[] {
  const texts: readonly string[] = Array.isArray(message) ? message : [];
  return texts.map((text) => {
    const end = text.indexOf(" ");
    return { name: fromDottedName(text.slice(0, end)), detail: text.slice(end + 1) };
  });
}
