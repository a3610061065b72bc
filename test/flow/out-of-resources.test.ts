import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startApp } from "../support/child.ts";
import { expresses } from "../support/expresses.ts";

const why = existsSync("/dev/full") ? "" : " (skipped: this system has no /dev/full)";

describe.skipIf(why !== "").each(expresses)(`on %s${why}`, (name) => {
  // fault: out-of-resources
  it.each([
    ["may open no more files", "/files", "EMFILE"],
    ["has no room left on its disk", "/disk", "ENOSPC"],
  ])("responds with 503 when the process %s, and goes on", async (_what, path, code) => {
    await using app = await startApp("out-of-files", { args: [name], openFiles: 100 });

    const response = await fetch(app.url + path);
    const text = await response.text();

    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(JSON.parse(text)).toMatchObject({
      code: "service_unavailable",
      detail: "The server is out of resources. Try again later.",
    });
    expect(text).not.toMatch(/\/dev|hunter2|E[A-Z]+:/);
    await expect.poll(() => app.output()).toContain(code);
    expect(await (await fetch(`${app.url}/fine`)).json()).toBe("fine");
  });
});
