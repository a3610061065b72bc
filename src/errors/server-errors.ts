import { HttpError, type HttpErrorOptions } from "./http-error.ts";

/** 500: the server met a condition it did not expect (RFC 9110 §15.6.1). */
export class InternalServerError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(500, message, options);
  }
}

/** 501: the server does not support what the request needs (RFC 9110 §15.6.2). */
export class NotImplementedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(501, message, options);
  }
}

/** 502: an upstream answered with something invalid (RFC 9110 §15.6.3). */
export class BadGatewayError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(502, message, options);
  }
}

/** 503: the server cannot serve right now (RFC 9110 §15.6.4). */
export class ServiceUnavailableError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(503, message, options);
  }
}

/** 504: an upstream did not answer in time (RFC 9110 §15.6.5). */
export class GatewayTimeoutError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(504, message, options);
  }
}

/** 505: the HTTP version is not supported (RFC 9110 §15.6.6). */
export class HttpVersionNotSupportedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(505, message, options);
  }
}

/** 506: content negotiation is configured in a circle (RFC 2295 §8.1). */
export class VariantAlsoNegotiatesError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(506, message, options);
  }
}

/** 507: there is no room to complete the request (RFC 4918 §11.5). */
export class InsufficientStorageError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(507, message, options);
  }
}

/** 508: the request leads into an endless loop (RFC 5842 §7.2). */
export class LoopDetectedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(508, message, options);
  }
}

/** 510: the request lacks an extension the server demands (RFC 2774 §7). */
export class NotExtendedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(510, message, options);
  }
}

/** 511: the client must log in to the network first (RFC 6585 §6). */
export class NetworkAuthenticationRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(511, message, options);
  }
}
