import { describe, expect, it } from "vitest";
import { HeldBody } from "../../src/request/held-body.ts";

describe("a body that is held", () => {
  it.each<[string, unknown[], string]>([
    ["a text", ["caf\u00e9"], "caf\u00e9"],
    ["a text in another encoding", ["aGk=", "base64"], "hi"],
    ["a text in an unknown encoding, as UTF-8", ["hi", "klingon"], "hi"],
    ["a text and a callback", ["hi", () => {}], "hi"],
    ["a buffer", [Buffer.from("hi")], "hi"],
    ["a typed array", [new Uint8Array([104, 105])], "hi"],
    ["nothing", [], ""],
    ["a callback", [() => {}], ""],
    ["null", [null], ""],
  ])("takes %s", (_what, args, text) => {
    const body = new HeldBody();

    body.add(args);

    expect(body.text).toBe(text);
    expect(body.bytes).toBe(Buffer.byteLength(text));
  });

  it("counts every byte and keeps the first 1,000", () => {
    const body = new HeldBody();

    body.add(["a".repeat(999)]);
    body.add(["bc"]);
    body.add([Buffer.alloc(5_000_000)]);

    expect(body.bytes).toBe(5_001_001);
    expect(body.text).toBe(`${"a".repeat(999)}b`);
  });

  it("keeps what a buffer held when it was written", () => {
    const body = new HeldBody();
    const shared = Buffer.from("first");

    body.add([shared]);
    shared.write("later");

    expect(body.text).toBe("first");
  });
});
