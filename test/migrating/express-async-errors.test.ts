import { expect, it, vi } from "vitest";
import after from "../../examples/migrating/express-async-errors.ts";
import before from "../express-4/async-errors.ts";
import { readSource, realPage } from "./real-page.ts";

it("the page about express-async-errors shows both apps, and their responses to the same requests", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const path = "docs/migrating/express-async-errors.md";

  const page = await realPage(
    readSource(path),
    // The tests use nothing in which the types of Express 4 and 5 differ.
    {
      source: readSource("test/express-4/async-errors.ts"),
      app: before as unknown as typeof after,
    },
    { source: readSource("examples/migrating/express-async-errors.ts"), app: after },
  );

  log.mockRestore();
  await expect(page).toMatchFileSnapshot(`../../${path}`);
});
