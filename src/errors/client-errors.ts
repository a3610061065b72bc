import { noteChallengeMisuse, toChallenges } from "./challenge-misuse.ts";
import { HttpError, type HttpErrorOptions } from "./http-error.ts";
import { noteFirstArgument } from "./note-mistake.ts";
import { withChallenges, withHeader, withMember } from "./with-header.ts";

/** 400 Bad Request: the request is malformed (RFC 9110 §15.5.1). */
export class BadRequestError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(400, message, options);
  }
}

/**
 * 401 Unauthorized: the request has no valid credentials (RFC 9110 §15.5.2).
 *
 * @param challenge The `WWW-Authenticate` header, which a 401 must have. The body repeats it as `challenge`.
 * @param message The problem's `detail`. Default: the title of the status.
 * @param options The code, the headers, the cause and other options.
 *
 * @example
 * throw new UnauthorizedError('Bearer realm="articles"', "The token has expired.");
 */
export class UnauthorizedError extends HttpError {
  constructor(challenge: string | readonly string[], message?: string, options?: HttpErrorOptions) {
    super(401, message, withChallenges(options, "WWW-Authenticate", toChallenges(challenge)));
    noteChallengeMisuse(this, challenge);
  }
}

/** 402 Payment Required: the client has to pay first (RFC 9110 §15.5.3). */
export class PaymentRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(402, message, options);
  }
}

/** 403 Forbidden: the server understood the request and does not allow it (RFC 9110 §15.5.4). */
export class ForbiddenError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(403, message, options);
  }
}

/** 404 Not Found: the resource does not exist (RFC 9110 §15.5.5). */
export class NotFoundError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(404, message, options);
  }
}

/**
 * 405 Method Not Allowed: the resource does not support the method of the request (RFC 9110 §15.5.6).
 *
 * @param allow The methods for the `Allow` header, which a 405 must have. The body repeats them as `allow`.
 * @param message The problem's `detail`. Default: a sentence that lists the methods.
 * @param options The code, the headers, the cause and other options.
 *
 * @example
 * throw new MethodNotAllowedError(["GET", "HEAD"]);
 */
export class MethodNotAllowedError extends HttpError {
  constructor(allow: readonly string[], message?: string, options?: HttpErrorOptions) {
    const methods = Array.isArray(allow) ? allow.join(", ") : undefined;
    super(
      405,
      message ?? (methods && `This resource supports ${methods}.`),
      methods === undefined
        ? options
        : withHeader(withMember(options, "allow", allow), "Allow", methods),
    );
    if (methods === undefined)
      noteFirstArgument(this, 'allow must be an array such as ["GET"]', allow);
  }
}

/** 406 Not Acceptable: the server has no representation that the client accepts (RFC 9110 §15.5.7). */
export class NotAcceptableError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(406, message, options);
  }
}

/**
 * 407 Proxy Authentication Required: the proxy needs credentials (RFC 9110 §15.5.8).
 *
 * @param challenge The `Proxy-Authenticate` header, which a 407 must have. The body repeats it as `challenge`.
 * @param message The problem's `detail`. Default: the title of the status.
 * @param options The code, the headers, the cause and other options.
 */
export class ProxyAuthenticationRequiredError extends HttpError {
  constructor(challenge: string | readonly string[], message?: string, options?: HttpErrorOptions) {
    super(407, message, withChallenges(options, "Proxy-Authenticate", toChallenges(challenge)));
    noteChallengeMisuse(this, challenge);
  }
}

/** 408 Request Timeout: the request did not arrive in time (RFC 9110 §15.5.9). */
export class RequestTimeoutError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(408, message, options);
  }
}

/** 409 Conflict: the request conflicts with the current state of the resource (RFC 9110 §15.5.10). */
export class ConflictError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(409, message, options);
  }
}

/** 410 Gone: the resource was removed permanently (RFC 9110 §15.5.11). */
export class GoneError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(410, message, options);
  }
}

/** 411 Length Required: the request has no `Content-Length` header (RFC 9110 §15.5.12). */
export class LengthRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(411, message, options);
  }
}

/** 412 Precondition Failed: a precondition of the request is false (RFC 9110 §15.5.13). */
export class PreconditionFailedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(412, message, options);
  }
}

/** 413 Content Too Large: the body is larger than the server accepts (RFC 9110 §15.5.14). */
export class ContentTooLargeError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(413, message, options);
  }
}

/** 414 URI Too Long: the URL is longer than the server accepts (RFC 9110 §15.5.15). */
export class UriTooLongError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(414, message, options);
  }
}

/** 415 Unsupported Media Type: the server does not support the format of the body (RFC 9110 §15.5.16). */
export class UnsupportedMediaTypeError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(415, message, options);
  }
}

/** 416 Range Not Satisfiable: none of the requested ranges is inside the resource (RFC 9110 §15.5.17). */
export class RangeNotSatisfiableError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(416, message, options);
  }
}

/** 417 Expectation Failed: the server cannot meet the `Expect` header (RFC 9110 §15.5.18). */
export class ExpectationFailedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(417, message, options);
  }
}

/** 421 Misdirected Request: this server is not responsible for the host of the request (RFC 9110 §15.5.20). */
export class MisdirectedRequestError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(421, message, options);
  }
}

/** 422 Unprocessable Content: the body is well-formed, but its content cannot be processed (RFC 9110 §15.5.21). */
export class UnprocessableContentError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(422, message, options);
  }
}

/** 423 Locked: the resource is locked (RFC 4918 §11.3). */
export class LockedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(423, message, options);
  }
}

/** 424 Failed Dependency: another action, which this one depends on, failed (RFC 4918 §11.4). */
export class FailedDependencyError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(424, message, options);
  }
}

/** 425 Too Early: the request arrived as early data and may be a replay (RFC 8470 §5.2). */
export class TooEarlyError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(425, message, options);
  }
}

/**
 * 426 Upgrade Required: the client has to switch to another protocol (RFC 9110 §15.5.22).
 *
 * @param protocol The `Upgrade` header, which a 426 must have. The body repeats it as `protocol`.
 * @param message The problem's `detail`. Default: the title of the status.
 * @param options The code, the headers, the cause and other options.
 */
export class UpgradeRequiredError extends HttpError {
  constructor(protocol: string, message?: string, options?: HttpErrorOptions) {
    const isProtocol = typeof protocol === "string" && protocols.test(protocol);
    super(
      426,
      message,
      isProtocol
        ? withHeader(withMember(options, "protocol", protocol), "Upgrade", protocol)
        : options,
    );
    if (!isProtocol) noteFirstArgument(this, 'protocol must be a protocol such as "h2c"', protocol);
  }
}

/** A list of protocols, each a name that may have a version (RFC 9110 §7.8). */
const protocols = /^[^\s,]+(?:, ?[^\s,]+)*$/;

/** 428 Precondition Required: the request must have a precondition, such as `If-Match` (RFC 6585 §3). */
export class PreconditionRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(428, message, options);
  }
}

/** 429 Too Many Requests: the client sent too many requests in a given time (RFC 6585 §4). */
export class TooManyRequestsError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(429, message, options);
  }
}

/** 431 Request Header Fields Too Large: the headers of the request are too large (RFC 6585 §5). */
export class RequestHeaderFieldsTooLargeError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(431, message, options);
  }
}

/** 451 Unavailable For Legal Reasons: access is denied because of a legal demand (RFC 7725 §3). */
export class UnavailableForLegalReasonsError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(451, message, options);
  }
}
