import { HttpError } from "express-backstop";
import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { describe, expect, it } from "vitest";
import { adviceOf } from "../../src/catalog/advice.ts";
import type { AnyErrorFactory } from "../../src/catalog/error-factory.ts";
import { throwingGetters } from "../support/hostile.ts";

const docs = "https://docs.example.com/busy";
const errors = defineErrors({
  busy: { status: 409, title: "Busy", retry: "later", fix: "Wait.", docs },
  silent: { status: 409, title: "Silent" },
});
// The keys of a catalog are its codes.
const catalog = { ...builtInErrors, ...errors } as unknown as Record<string, AnyErrorFactory>;
const nothing = { fix: undefined, docs: undefined };

describe("the advice for a failure", () => {
  it.each<[string, unknown, { code: string; status: number }, object]>([
    [
      "an error of a catalog, which has its own",
      errors.busy(),
      { code: "busy", status: 409 },
      { retry: "later", fix: "Wait.", docs },
    ],
    [
      "an error whose declaration has none",
      errors.silent(),
      { code: "silent", status: 409 },
      { retry: "never", ...nothing },
    ],
    [
      "an error that is not declared, at a status that is temporary",
      new HttpError(503),
      { code: "own_code", status: 503 },
      { retry: "later", ...nothing },
    ],
    [
      "something that is not an error",
      { retry: "later", fix: "Pay.", docs },
      { code: "own_code", status: 500 },
      { retry: "never", ...nothing },
    ],
    [
      "an error with members of these names for something else",
      Object.assign(new HttpError(409), { retry: 7, fix: () => "", docs: "" }),
      { code: "own_code", status: 409 },
      { retry: "never", ...nothing },
    ],
    [
      "an error whose member retry is another word",
      Object.assign(new HttpError(503), { retry: "soon" }),
      { code: "own_code", status: 503 },
      { retry: "later", ...nothing },
    ],
    [
      "an error that says never at a status that is temporary",
      Object.assign(new HttpError(503), { retry: "never" }),
      { code: "own_code", status: 503 },
      { retry: "never", ...nothing },
    ],
    [
      "an error whose members cannot be read",
      throwingGetters(new HttpError(503), "retry", "fix", "docs"),
      { code: "own_code", status: 503 },
      { retry: "later", ...nothing },
    ],
  ])("is what it says itself, for %s", (_what, thrown, sent, expected) => {
    expect(adviceOf(thrown, sent)).toEqual(expected);
    expect(adviceOf(thrown, sent, {})).toEqual(expected);
  });

  it("is that of the same code and status in the catalog, where the error says nothing", () => {
    const sent = { code: "busy", status: 409 };

    expect(adviceOf(new HttpError(409), sent, catalog)).toEqual({
      retry: "later",
      fix: "Wait.",
      docs,
    });
    expect(adviceOf(new HttpError(409), { ...sent, status: 404 }, catalog)).toEqual({
      retry: "never",
      ...nothing,
    });
    expect(adviceOf(undefined, { code: "constructor", status: 500 }, catalog)).toEqual({
      retry: "never",
      ...nothing,
    });
    expect(adviceOf(undefined, { code: "validation_failed", status: 422 }, catalog).fix).toBe(
      builtInErrors.validation_failed.fix,
    );
  });
});
