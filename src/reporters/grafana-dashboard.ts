import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { checkOptions, type OptionCheck } from "../misuse/check-options.ts";
import { catalogFactories } from "./catalog-factories.ts";
import { clientErrors, failureMetric, perMinute, serverErrors } from "./failure-metric.ts";

/**
 * The options of `grafanaDashboard`.
 *
 * @example
 * const options: GrafanaDashboardOptions = { title: "Failures of the article API" };
 */
export interface GrafanaDashboardOptions {
  /** The title of the dashboard. Default: `Failures`. */
  readonly title?: string;
}

/** A dashboard of Grafana, as it is imported: the members of Grafana's dashboard model that this one has. */
export interface GrafanaDashboard {
  readonly title: string;
  readonly tags: readonly string[];
  readonly schemaVersion: number;
  readonly time: { readonly from: string; readonly to: string };
  readonly refresh: string;
  readonly templating: { readonly list: readonly object[] };
  readonly panels: readonly GrafanaPanel[];
}

/** A query of a panel. */
export interface GrafanaTarget {
  readonly refId: string;
  /** The query, in PromQL with variables of Grafana. */
  readonly expr: string;
  readonly legendFormat?: string;
  readonly format?: string;
  readonly instant?: boolean;
}

/** A panel of a dashboard. */
export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly datasource?: object;
  readonly targets?: readonly GrafanaTarget[];
  readonly fieldConfig?: object;
  readonly options?: object;
  readonly transformations?: readonly object[];
}

/**
 * Creates a dashboard of Grafana for the counter of `prometheusReporter`: server and client errors by code, the routes
 * with the most failures, and what each code of the catalog means.
 *
 * @param errors The catalog, from `defineErrors`.
 * @param options The title.
 *
 * @throws {TypeError} If `errors` is not a catalog, or an option is unknown or has the wrong type.
 *
 * @example
 * writeFileSync("dashboard.json", JSON.stringify(grafanaDashboard(errors)));
 */
export function grafanaDashboard(
  errors: AnyErrorCatalog,
  options: GrafanaDashboardOptions = {},
): GrafanaDashboard {
  const factories = catalogFactories("grafanaDashboard", errors);
  checkOptions("grafanaDashboard", options, checks);
  const panels: readonly Panel[] = [
    timeSeries("Server errors a minute", 0, serverErrors, factories),
    timeSeries("Client errors a minute", 12, clientErrors, factories),
    table("Routes with the most server errors", 0, serverErrors),
    table("Routes with the most client errors", 12, clientErrors),
    {
      type: "text",
      title: "What the codes mean",
      gridPos: { x: 0, y: 18, w: 24, h: 10 },
      options: { mode: "markdown", content: glossary(factories) },
    },
  ];
  return {
    title: options.title ?? "Failures",
    tags: ["express-backstop"],
    schemaVersion: 39,
    time: { from: "now-6h", to: "now" },
    refresh: "1m",
    templating: {
      list: [
        { name: "datasource", type: "datasource", query: "prometheus" },
        {
          name: "route",
          type: "query",
          datasource,
          query: `label_values(${failureMetric}, route)`,
          refresh: 2,
          includeAll: true,
          allValue: ".*",
          multi: true,
        },
      ],
    },
    panels: panels.map((panel, index) => Object.assign({ id: index + 1 }, panel)),
  };
}

type Panel = Omit<GrafanaPanel, "id">;

const datasource = { type: "prometheus", uid: "${datasource}" };

function inRoute(selector: string): string {
  return `${selector},route=~"$route"`;
}

function timeSeries(
  title: string,
  x: number,
  selector: string,
  factories: readonly AnyErrorFactory[],
): Panel {
  const expr = perMinute("code", inRoute(selector), "$__rate_interval");
  return {
    type: "timeseries",
    title,
    datasource,
    gridPos: { x, y: 0, w: 12, h: 9 },
    targets: [{ refId: "A", expr, legendFormat: "{{code}}" }],
    fieldConfig: {
      defaults: { unit: "short", min: 0 },
      overrides: factories.map(({ code, title: name }) => ({
        matcher: { id: "byName", options: code },
        properties: [{ id: "displayName", value: `${name} (${code})` }],
      })),
    },
  };
}

function table(title: string, x: number, selector: string): Panel {
  const expr = `topk(10, sum by (route, code) (increase(${failureMetric}{${inRoute(selector)}}[$__range])))`;
  return {
    type: "table",
    title,
    datasource,
    gridPos: { x, y: 9, w: 12, h: 9 },
    targets: [{ refId: "A", expr, format: "table", instant: true }],
    fieldConfig: { defaults: { decimals: 0 }, overrides: [] },
    transformations: [
      {
        id: "organize",
        options: {
          excludeByName: { Time: true },
          renameByName: { route: "Route", code: "Code", Value: "Failures" },
        },
      },
    ],
  };
}

function glossary(factories: readonly AnyErrorFactory[]): string {
  const rows = factories.map(({ code, status, title, description = "", fix = "", retry }) => {
    const meaning = [`**${title}.**`, description, fix].filter(Boolean).join(" ");
    return `| \`${code}\` | ${status} | ${cell(meaning)} | ${retry} |`;
  });
  return ["| Code | Status | Meaning | Retry |", "|---|---|---|---|", ...rows].join("\n");
}

/** Escapes a text for a cell of a table in Markdown. */
function cell(text: string): string {
  return text.replaceAll(/[|<\\]/g, String.raw`\$&`).replaceAll(/\s+/g, " ");
}

const checks: Readonly<Record<keyof GrafanaDashboardOptions, OptionCheck>> = {
  title: ["a text", (value) => typeof value === "string"],
};
