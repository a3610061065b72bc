import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { grafanaDashboard } from "express-backstop/reporters/prometheus";
import { describe, expect, it } from "vitest";
import { checkRules, needsPromtool } from "../support/promtool.ts";

const errors = defineErrors({
  title_taken: {
    status: 409,
    title: "Title taken",
    description: "Another article | has\nthe <b>title</b>.",
    fix: "Choose another.",
  },
  bank_away: { status: 503, title: "Bank away" },
});

describe("grafanaDashboard", () => {
  it("has panels with ids of their own and without overlaps, in a grid of 24 columns", () => {
    const { panels } = grafanaDashboard(errors);

    expect(panels.map(({ id, type, title }) => [id, type, title])).toEqual([
      [1, "timeseries", "Server errors a minute"],
      [2, "timeseries", "Client errors a minute"],
      [3, "table", "Routes with the most server errors"],
      [4, "table", "Routes with the most client errors"],
      [5, "text", "What the codes mean"],
    ]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from(
        { length: w * h },
        (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });

  it("names the codes as the catalog does, and tells what they mean in a table", () => {
    const { panels, title } = grafanaDashboard(errors, { title: "Failures of articles" });

    expect(title).toBe("Failures of articles");
    expect(panels[0]?.fieldConfig).toMatchObject({
      overrides: [
        {
          matcher: { id: "byName", options: "bank_away" },
          properties: [{ id: "displayName", value: "Bank away (bank_away)" }],
        },
        { matcher: { options: "title_taken" } },
      ],
    });
    expect(panels.at(-1)?.options).toEqual({
      mode: "markdown",
      content: [
        "| Code | Status | Meaning | Retry |",
        "|---|---|---|---|",
        "| `bank_away` | 503 | **Bank away.** | later |",
        String.raw`| ${"`title_taken`"} | 409 | **Title taken.** Another article \| has the \<b>title\</b>. Choose another. | never |`,
      ].join("\n"),
    });
  });

  it("is data that JSON keeps, with the default title", () => {
    const dashboard = grafanaDashboard(builtInErrors);

    expect(JSON.parse(JSON.stringify(dashboard))).toEqual(dashboard);
    expect(dashboard).toMatchObject({ title: "Failures", schemaVersion: 39 });
  });

  it.each([
    [[{}], "grafanaDashboard: errors must be a catalog, got a value of type object."],
    [[errors, { name: "x" }], 'grafanaDashboard: unknown option "name". Write one of title.'],
    [[errors, { title: 1 }], "grafanaDashboard: title must be a text, got 1."],
  ])("refuses %j", (args, message) => {
    expect(() => Reflect.apply(grafanaDashboard, undefined, args)).toThrow(message);
  });

  it("has queries that Prometheus accepts", (context) => {
    needsPromtool(context);
    const queries = grafanaDashboard(errors).panels.flatMap(({ targets = [] }) => targets);
    const rules = queries.map(({ expr }, index) => ({
      record: `query_${index}`,
      // As Grafana replaces its variables.
      expr: expr
        .replaceAll("$__rate_interval", "1m")
        .replaceAll("$__range", "6h")
        .replaceAll("$route", "(/a|/b)"),
    }));

    expect(queries).toHaveLength(4);
    expect(checkRules({ groups: [{ name: "queries", rules }] })).toContain(
      "SUCCESS: 4 rules found",
    );
  });
});
