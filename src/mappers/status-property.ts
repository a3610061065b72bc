import { HttpError } from "../errors/http-error.ts";
import { checkOptions, isObject, type OptionCheck, trueOrFalse } from "../misuse/check-options.ts";
import { tryReadMember } from "../misuse/read-member.ts";
import { type ErrorMapper, nameMapper } from "../normalize/mapper.ts";
import { ownStatus } from "../normalize/own-status.ts";
import { text } from "./unwrap-errors.ts";

/** The options of `statusProperty()`. */
export interface StatusPropertyOptions {
  /**
   * Whether the message of a 4xx error is sent to the client, unless the error's own `expose` is false.
   * Default: false.
   */
  readonly expose?: boolean;
}

/**
 * Creates a mapper for plain Errors whose own `status` or `statusCode` is an integer from 400 to 599. The response gets
 * that status.
 *
 * It ignores the error's headers. It also ignores errors of HTTP clients and SDKs, whose status is the response of
 * another server: a 401 from an upstream must not become a 401 of this app. It recognizes them by members such as
 * `response`, but not every SDK sets one, so wrap errors of SDKs, and put this mapper last.
 *
 * @param options Whether messages are sent.
 *
 * @throws {TypeError} If an option is unknown or has the wrong type.
 *
 * @example
 * app.use(errorHandler({ mappers: [postgres(), statusProperty({ expose: true })] }));
 */
export function statusProperty(options: StatusPropertyOptions = {}): ErrorMapper {
  checkOptions("statusProperty", options, checks);
  const { expose = false } = options;

  return nameMapper("statusProperty", (error) => {
    const status = ownStatus(error);
    if (status === undefined || !isObject(error)) return undefined;
    // HttpError does not send the message of a 5xx.
    const exposed = expose && (tryReadMember(error, "expose") ?? true) === true;
    const message = exposed ? text(error, "message") : "";
    return new HttpError(status, message || undefined, { cause: error });
  });
}

const checks: Readonly<Record<keyof StatusPropertyOptions, OptionCheck>> = { expose: trueOrFalse };
