import { expect, it } from "vitest";
import { problemCategories, toCategory } from "../../src/catalog/problem-category.ts";

it("puts every status of an error into one category", () => {
  const statuses = new Map<string, number[]>();
  for (let status = 400; status < 600; status += 1) {
    const category = toCategory(status);
    statuses.set(category, [...(statuses.get(category) ?? []), status]);
  }

  expect([...statuses.keys()].toSorted()).toEqual([...problemCategories].toSorted());
  expect(Object.fromEntries(statuses)).toMatchObject({
    authentication: [401, 407, 511],
    permission: [402, 403, 451],
    not_found: [404, 410],
    conflict: [409, 412, 423, 424],
    rate_limit: [429],
    temporary: [408, 425, 502, 503, 504],
  });
  expect(statuses.get("request")).toContain(499);
  expect(statuses.get("request")).not.toContain(500);
  expect(statuses.get("server")).toContain(500);
});
