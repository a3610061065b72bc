import { describe, expect, it, vi } from "vitest";
import afterBoom from "../../examples/migrating/boom.ts";
import afterHttpErrors from "../../examples/migrating/http-errors.ts";
import beforeBoom from "./boom.ts";
import beforeHttpErrors from "./http-errors.ts";
import { readSource, realPage } from "./real-page.ts";

describe.each([
  ["http-errors", beforeHttpErrors, afterHttpErrors],
  ["boom", beforeBoom, afterBoom],
])("the page about %s", (name, before, after) => {
  it("shows both apps, and their responses to the same requests", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const path = `docs/migrating/${name}.md`;

    const page = await realPage(
      readSource(path),
      { source: readSource(`test/migrating/${name}.ts`), app: before },
      { source: readSource(`examples/migrating/${name}.ts`), app: after },
    );

    log.mockRestore();
    await expect(page).toMatchFileSnapshot(`../../${path}`);
  });
});
