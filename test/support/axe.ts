import axe from "axe-core";
import type { Page } from "playwright-core";

/** Rules that apply to every page with content, so that an empty page has findings too. */
const applying = ["color-contrast", "page-has-heading-one", "landmark-one-main"];

/**
 * Returns what axe finds in a page, with the elements. It asks for everything that axe knows, its best practices
 * (headings, landmarks) included.
 */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  // axe is a global of the page now, and the result is that of `run`. Of the rules that pass, it describes one element,
  // which takes a part of the time.
  const { violations, passes } = (await page.evaluate(
    'axe.run({ resultTypes: ["violations"] })',
  )) as axe.AxeResults;
  const checked = new Set([...violations, ...passes].map(({ id }) => id));
  return [
    ...violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
    ),
    ...applying.filter((id) => !checked.has(id)).map((id) => `${id}: did not apply`),
  ];
}
