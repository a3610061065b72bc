import { describe, expect, it } from "vitest";
import { read } from "./pages.ts";

const page = read("docs/recipes/kubernetes.md");

describe("docs/recipes/kubernetes.md", () => {
  it("has probes for routes of the app, on its port", () => {
    const probes = [...page.matchAll(/httpGet: \{ path: (\S+), port: (\d+) \}/g)];
    const [, port = ""] = /app\.listen\((\d+)\)/.exec(page) ?? [];

    expect(probes.map(([, path]) => path)).toEqual(["/ready", "/live"]);
    for (const [, path, probed] of probes) {
      expect(page).toContain(`app.get("${path}"`);
      expect(probed).toBe(port);
    }
    expect(page).toContain(`containerPort: ${port}`);
    expect(page).toContain(`EXPOSE ${port}`);
  });

  it("has times that fit together, as its table says", () => {
    const lameDuck = numberAfter("lameDuck: ");
    const deadline = numberAfter("deadline: ");

    expect(lameDuck).toBeGreaterThan(
      numberAfter("periodSeconds: ") * numberAfter("failureThreshold: ") * 1000,
    );
    expect(deadline).toBeGreaterThanOrEqual(lameDuck + numberAfter("timeout: "));
    expect(numberAfter("terminationGracePeriodSeconds: ") * 1000).toBeGreaterThan(deadline);
  });
});

/** Returns the first number on the page that follows these words. */
function numberAfter(words: string): number {
  const [, digits = ""] = new RegExp(`${words}([\\d_]+)`).exec(page) ?? [];
  return Number(digits.replaceAll("_", ""));
}
