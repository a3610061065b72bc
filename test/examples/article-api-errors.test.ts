import { expect, it } from "vitest";
import { errors } from "../../examples/article-api/errors.ts";

it("the article API changes its codes, statuses, titles and members only on purpose", async () => {
  await expect(errors.lock()).toMatchFileSnapshot("article-api-errors.lock");
});
