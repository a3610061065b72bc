import { expect, it } from "vitest";
import { errors } from "../../examples/article-api/errors.ts";

it("the article API changes its codes, statuses, titles and members only on purpose", async () => {
  await expect(errors.snapshot()).toMatchFileSnapshot("article-api-errors.snapshot.json");
});
