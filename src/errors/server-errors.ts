import { HttpError, type HttpErrorOptions } from "./http-error.ts";

/** 500 Internal Server Error: the server met an unexpected condition (RFC 9110 §15.6.1). */
export class InternalServerError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(500, message, options);
  }
}

/** 501 Not Implemented: the server does not support what the request needs (RFC 9110 §15.6.2). */
export class NotImplementedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(501, message, options);
  }
}

/** 502 Bad Gateway: an upstream server sent an invalid response (RFC 9110 §15.6.3). */
export class BadGatewayError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(502, message, options);
  }
}

/** 503 Service Unavailable: the server cannot handle the request right now (RFC 9110 §15.6.4). */
export class ServiceUnavailableError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(503, message, options);
  }
}

/** 504 Gateway Timeout: an upstream server did not respond in time (RFC 9110 §15.6.5). */
export class GatewayTimeoutError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(504, message, options);
  }
}

/** 505 HTTP Version Not Supported: the server does not support the HTTP version of the request (RFC 9110 §15.6.6). */
export class HttpVersionNotSupportedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(505, message, options);
  }
}

/** 506 Variant Also Negotiates: content negotiation is configured in a circle (RFC 2295 §8.1). */
export class VariantAlsoNegotiatesError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(506, message, options);
  }
}

/** 507 Insufficient Storage: the server has no space left to complete the request (RFC 4918 §11.5). */
export class InsufficientStorageError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(507, message, options);
  }
}

/** 508 Loop Detected: the server found an infinite loop while it processed the request (RFC 5842 §7.2). */
export class LoopDetectedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(508, message, options);
  }
}

/** 510 Not Extended: the request lacks an extension that the server requires (RFC 2774 §7). */
export class NotExtendedError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(510, message, options);
  }
}

/** 511 Network Authentication Required: the client has to log in to the network first (RFC 6585 §6). */
export class NetworkAuthenticationRequiredError extends HttpError {
  constructor(message?: string, options?: HttpErrorOptions) {
    super(511, message, options);
  }
}
