import { STATUS_CODES } from "node:http";
import * as backstop from "express-backstop";
import createError from "http-errors";
import { describe, expect, it, vi } from "vitest";

vi.resetModules();
const copy = await import("express-backstop");

// Node still lists two statuses that the IANA registry does not.
const unregistered = new Set(["418", "509"]);
const registered = Object.keys(STATUS_CODES)
  .filter((status) => Number(status) >= 400 && !unregistered.has(status))
  .map(Number);

const byStatus = new Map(
  Object.values(backstop)
    .filter((value) => typeof value === "function")
    .filter((value) => /^[A-Z].*Error$/.test(value.name))
    .filter((value) => value !== backstop.HttpError && value !== backstop.ValidationError)
    .map((value) => Reflect.construct(value, [["GET"]]) as backstop.HttpError)
    .map((error) => [error.status, error]),
);

describe("the named errors", () => {
  it("cover each 4xx and 5xx status of the IANA registry", () => {
    expect([...byStatus.keys()].toSorted((a, b) => a - b)).toEqual(registered);
  });

  it.each(registered)(
    "of %i has the right name, code and exposure, and http-errors recognizes it",
    (status) => {
      const error = byStatus.get(status);

      expect(error).toMatchObject({ status, statusCode: status, expose: status < 500 });
      expect(error?.name).toBe(error?.constructor.name);
      expect(error?.code).toMatch(/^[a-z][a-z0-9_]{2,62}$/);
      expect(createError.isHttpError(error)).toBe(true);
      expect(backstop.isHttpError(error)).toBe(true);
    },
  );

  it("are recognized when they come from another copy of the package", () => {
    expect(copy.NotFoundError).not.toBe(backstop.NotFoundError);
    expect(backstop.isHttpError(new copy.NotFoundError())).toBe(true);
    expect(backstop.isHttpError(Object.assign(new Error("no"), { status: 404 }))).toBe(false);
  });
});

it("takes no cause from a polluted Object.prototype", () => {
  const prototype = Object.prototype as { cause?: unknown };
  prototype.cause = "planted";
  try {
    expect(Object.hasOwn(new backstop.HttpError(404, "No.", {}), "cause")).toBe(false);
    expect(new backstop.HttpError(404, "No.", { cause: "own" }).cause).toBe("own");
  } finally {
    delete prototype.cause;
  }
});
