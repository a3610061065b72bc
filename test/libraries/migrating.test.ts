import { describe, expect, it, vi } from "vitest";
import afterAsyncHandler from "../../examples/migrating/express-async-handler.ts";
import afterStrong from "../../examples/migrating/strong-error-handler.ts";
import { readSource, realPage } from "../migrating/real-page.ts";
import beforeAsyncHandler from "./migrating/express-async-handler.ts";
import beforeStrong from "./migrating/strong-error-handler.ts";

describe.each([
  ["express-async-handler", beforeAsyncHandler, afterAsyncHandler],
  ["strong-error-handler", beforeStrong, afterStrong],
])("the page about %s", (name, before, after) => {
  it("shows both apps, and their responses to the same requests", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const path = `docs/migrating/${name}.md`;

    const page = await realPage(
      readSource(path),
      { source: readSource(`test/libraries/migrating/${name}.ts`), app: before },
      { source: readSource(`examples/migrating/${name}.ts`), app: after },
    );

    log.mockRestore();
    await expect(page).toMatchFileSnapshot(`../../${path}`);
  });
});
