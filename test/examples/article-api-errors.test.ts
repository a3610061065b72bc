import { expect, it } from "vitest";
import { errors } from "../../examples/article-api/errors.ts";

it("the codes, statuses, titles and members of the article API match the committed snapshot", async () => {
  await expect(errors.snapshot()).toMatchFileSnapshot("article-api-errors.snapshot.json");
});
