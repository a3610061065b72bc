import { HttpError, type HttpErrorOptions } from "./http-error.ts";

/** 400: the request is malformed (RFC 9110 §15.5.1). */
export class BadRequestError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(400, message, options);
  }
}

/**
 * 401: the request lacks valid credentials; the challenge becomes `WWW-Authenticate`, which RFC 9110 §15.5.2 demands.
 *
 * @example
 * throw new UnauthorizedError('Bearer realm="articles"', "The token has expired.");
 */
export class UnauthorizedError extends HttpError {
  constructor(challenge: string | readonly string[], message?: string, options?: HttpErrorOptions) {
    super(
      401,
      message,
      withHeader(
        withMember(options, "challenge", [challenge].flat()),
        "WWW-Authenticate",
        challenge,
      ),
    );
  }
}

/** 402: payment is needed first (RFC 9110 §15.5.3). */
export class PaymentRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(402, message, options);
  }
}

/** 403: the caller is known and may not do this (RFC 9110 §15.5.4). */
export class ForbiddenError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(403, message, options);
  }
}

/** 404: there is no such resource (RFC 9110 §15.5.5). */
export class NotFoundError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(404, message, options);
  }
}

/**
 * 405: the resource does not know this method; the methods it does become `Allow`, which RFC 9110 §15.5.6 demands.
 *
 * @example
 * throw new MethodNotAllowedError(["GET", "HEAD"]);
 */
export class MethodNotAllowedError extends HttpError {
  constructor(allow: readonly string[], message?: string, options?: HttpErrorOptions) {
    const methods = allow.join(", ");
    super(
      405,
      message ?? `This resource supports ${methods}.`,
      withHeader(withMember(options, "allow", allow), "Allow", methods),
    );
  }
}

/** 406: no representation fits what the client accepts (RFC 9110 §15.5.7). */
export class NotAcceptableError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(406, message, options);
  }
}

/** 407: the proxy wants credentials; the challenge becomes `Proxy-Authenticate`, which RFC 9110 §15.5.8 demands. */
export class ProxyAuthenticationRequiredError extends HttpError {
  constructor(challenge: string | readonly string[], message?: string, options?: HttpErrorOptions) {
    super(
      407,
      message,
      withHeader(
        withMember(options, "challenge", [challenge].flat()),
        "Proxy-Authenticate",
        challenge,
      ),
    );
  }
}

/** 408: the request did not arrive in time (RFC 9110 §15.5.9). */
export class RequestTimeoutError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(408, message, options);
  }
}

/** 409: the request conflicts with the state of the resource (RFC 9110 §15.5.10). */
export class ConflictError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(409, message, options);
  }
}

/** 410: the resource was removed for good (RFC 9110 §15.5.11). */
export class GoneError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(410, message, options);
  }
}

/** 411: the request lacks a Content-Length (RFC 9110 §15.5.12). */
export class LengthRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(411, message, options);
  }
}

/** 412: a precondition of the request does not hold (RFC 9110 §15.5.13). */
export class PreconditionFailedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(412, message, options);
  }
}

/** 413: the content is larger than the server accepts (RFC 9110 §15.5.14). */
export class ContentTooLargeError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(413, message, options);
  }
}

/** 414: the target is longer than the server accepts (RFC 9110 §15.5.15). */
export class UriTooLongError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(414, message, options);
  }
}

/** 415: the format of the content is not supported (RFC 9110 §15.5.16). */
export class UnsupportedMediaTypeError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(415, message, options);
  }
}

/** 416: no requested range lies inside the resource (RFC 9110 §15.5.17). */
export class RangeNotSatisfiableError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(416, message, options);
  }
}

/** 417: the expectation of the Expect header cannot be met (RFC 9110 §15.5.18). */
export class ExpectationFailedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(417, message, options);
  }
}

/** 421: this server does not answer for that authority (RFC 9110 §15.5.20). */
export class MisdirectedRequestError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(421, message, options);
  }
}

/** 422: the content is well-formed and makes no sense (RFC 9110 §15.5.21). */
export class UnprocessableContentError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(422, message, options);
  }
}

/** 423: the resource is locked (RFC 4918 §11.3). */
export class LockedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(423, message, options);
  }
}

/** 424: an action this one depends on failed (RFC 4918 §11.4). */
export class FailedDependencyError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(424, message, options);
  }
}

/** 425: the request may be a replay (RFC 8470 §5.2). */
export class TooEarlyError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(425, message, options);
  }
}

/** 426: another protocol is needed; its name becomes `Upgrade`, which RFC 9110 §15.5.22 demands. */
export class UpgradeRequiredError extends HttpError {
  constructor(protocol: string, message?: string, options?: HttpErrorOptions) {
    super(426, message, withHeader(withMember(options, "protocol", protocol), "Upgrade", protocol));
  }
}

/** 428: the request must be conditional (RFC 6585 §3). */
export class PreconditionRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(428, message, options);
  }
}

/** 429: the client sent too many requests (RFC 6585 §4). */
export class TooManyRequestsError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(429, message, options);
  }
}

/** 431: the header fields are too large (RFC 6585 §5). */
export class RequestHeaderFieldsTooLargeError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(431, message, options);
  }
}

/** 451: the law forbids access (RFC 7725 §3). */
export class UnavailableForLegalReasonsError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(451, message, options);
  }
}

function withHeader(
  options: HttpErrorOptions | undefined,
  name: string,
  value: string | readonly string[],
): HttpErrorOptions {
  return { ...options, headers: { ...options?.headers, [name]: value } };
}

/** Beside the header, because browsers show a page few headers of another origin's answer. */
function withMember(
  options: HttpErrorOptions | undefined,
  name: string,
  value: string | readonly string[],
): HttpErrorOptions {
  return { ...options, extensions: { [name]: value, ...options?.extensions } };
}
