import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { whenLoaded } from "../../src/misuse/when-loaded.ts";

const rejections: unknown[] = [];
const remember = (reason: unknown): void => void rejections.push(reason);

describe("whenLoaded", () => {
  beforeEach(() => void process.on("unhandledRejection", remember));
  afterEach(() => void process.off("unhandledRejection", remember));

  it("passes on the file", async () => {
    const used: string[] = [];

    whenLoaded(Promise.resolve("file"), (file) => used.push(file));
    await turn();

    expect(used).toEqual(["file"]);
  });

  it.each<[string, () => Promise<string>, () => void]>([
    ["is missing", () => Promise.reject(new Error("not found")), () => {}],
    [
      "fails",
      () => Promise.resolve("file"),
      () => {
        throw new Error("no");
      },
    ],
  ])("ends no process where the file %s", async (_what, load, use) => {
    whenLoaded(load(), use);
    await turn();

    expect(rejections).toEqual([]);
  });
});
