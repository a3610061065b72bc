import { builtInErrors } from "express-backstop/catalog";
import { describe, expect, it } from "vitest";
import { builtIn } from "../../src/errors/built-in.ts";
import { isCode } from "../../src/errors/check-error.ts";
import { isErrorStatus, statusEntry } from "../../src/errors/status.ts";

describe.each(Object.entries(builtIn))("the built-in problem %s", (code, entry) => {
  it("has a code, a status and texts that a client may get", () => {
    expect(isCode(code)).toBe(true);
    expect(isErrorStatus(entry.status)).toBe(true);
    expect(entry.title).toMatch(/^[A-Z][^.]+$/);
    expect("detail" in entry ? entry.detail : "None.").toMatch(/^[A-Z].*\.$/);
  });

  it("is in the catalog with the same status and title", () => {
    expect({ ...builtInErrors[code as keyof typeof builtIn] }).toMatchObject({
      code,
      status: entry.status,
      title: entry.title,
    });
  });

  it("has a code that no status has, except the 500", () => {
    const ofStatus = statusEntry(entry.status);

    expect(ofStatus.code === code).toBe(code === "internal_error");
    expect(ofStatus.title === entry.title).toBe(code === "internal_error");
  });
});
