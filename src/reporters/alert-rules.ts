import type { AnyErrorCatalog } from "../catalog/any-catalog.ts";
import type { AnyErrorFactory } from "../catalog/error-factory.ts";
import { toPascalCase } from "../catalog/pascal-case.ts";
import { aTypeBase } from "../errors/type-base.ts";
import { isAbsoluteUri, typeOf } from "../errors/uri.ts";
import { checkOptions, isObject, type OptionCheck } from "../misuse/check-options.ts";
import { catalogFactories } from "./catalog-factories.ts";
import { clientErrors, perMinute, serverErrors } from "./failure-metric.ts";

/**
 * The options of `alertRules`.
 *
 * @example
 * const options: AlertRulesOptions = { perMinute: 5, for: "10m", labels: { team: "articles" } };
 */
export interface AlertRulesOptions {
  /** How many server errors a minute, in one route with one code, are too many. Default: 1. */
  readonly perMinute?: number;
  /** For how long there must be too many, as a duration of Prometheus. Default: `5m`. */
  readonly for?: string;
  /** Labels of each alert, by which Alertmanager routes it. Default: none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The beginning of each `type`, as passed to `errorHandler`; if it is absolute, alerts link to the type. Default: none. */
  readonly typeBase?: string;
}

/** The content of a rule file of Prometheus. As JSON it is YAML too. */
export interface AlertRules {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

/** One alert of Prometheus. */
export interface AlertRule {
  readonly alert: string;
  /** The condition, in PromQL. */
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Creates alerts for the counter of `prometheusReporter`: one for each code of a catalog from status 500 on, one for
 * server errors with other codes, and one for client errors that are five times as many as the day before. A code whose
 * declaration says `retry: "later"` has the severity `warning`, other server errors have `critical`.
 *
 * @param errors The catalog, from `defineErrors`.
 * @param options The limits and labels.
 *
 * @throws {TypeError} If `errors` is not a catalog, or an option is unknown or has the wrong type.
 *
 * @example
 * writeFileSync("alerts.yml", JSON.stringify(alertRules(errors), null, 2));
 */
export function alertRules(errors: AnyErrorCatalog, options: AlertRulesOptions = {}): AlertRules {
  const factories = catalogFactories("alertRules", errors).filter(({ status }) => status >= 500);
  checkOptions("alertRules", options, checks);
  const { perMinute: limit = 1, for: duration = "5m", labels = {}, typeBase = "" } = options;
  const codes = factories.map(({ code }) => code).join("|");

  function toRule(alert: string, severity: string, expr: string, texts: AlertTexts): AlertRule {
    return {
      alert,
      expr,
      for: duration,
      labels: { severity, ...labels },
      annotations: { ...texts },
    };
  }

  const rules = factories.map((factory) =>
    toRule(
      toPascalCase(factory.code.split("_")),
      factory.retry === "later" ? "warning" : "critical",
      `${perMinute("code, route", `code="${factory.code}"`, "5m")} > ${limit}`,
      textsOf(factory, typeBase),
    ),
  );
  const others = toRule(
    "OtherServerErrors",
    "critical",
    `${perMinute("code, route", `${serverErrors},code!~"${codes}"`, "5m")} > ${limit}`,
    {
      summary: `{{ $labels.code }} in ${place}: ${rate}`,
      description: "The catalog does not declare this code.",
    },
  );
  const now = perMinute("code", clientErrors, "15m");
  const rising = toRule(
    "ClientErrorsRising",
    "warning",
    `${now} > 5 * ${perMinute("code", clientErrors, "15m", " offset 1d")} and ${now} > ${limit * 10}`,
    {
      summary: `{{ $labels.code }}: ${rate}, five times as many as a day ago`,
      description: "A release may have broken the clients, or a client sends wrong requests.",
    },
  );
  return { groups: [{ name: "express-backstop", rules: [...rules, others, rising] }] };
}

/** The annotations of an alert, for people. */
interface AlertTexts {
  readonly summary: string;
  readonly description?: string;
  readonly runbook_url?: string;
}

// Templates of Prometheus. A failure outside every route has an empty one.
const place = "{{ if $labels.route }}{{ $labels.route }}{{ else }}a middleware{{ end }}";
const rate = '{{ printf "%.1f" $value }} a minute';

function textsOf(factory: AnyErrorFactory, typeBase: string): AlertTexts {
  const { title, description, fix } = factory;
  const type = typeOf(factory, typeBase);
  const texts = [description, fix].filter((text) => text !== undefined).join(" ");
  return {
    summary: `${plain(title)} in ${place}: ${rate}`,
    ...(texts !== "" && { description: plain(texts) }),
    ...(isAbsoluteUri(type) && { runbook_url: plain(type) }),
  };
}

/** Escapes what Prometheus would take for a template. */
function plain(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}

const checks: Readonly<Record<keyof AlertRulesOptions, OptionCheck>> = {
  perMinute: [
    "a number above 0, for instance 5",
    (value) => typeof value === "number" && value > 0 && value < Infinity,
  ],
  for: [
    'a duration of Prometheus, for instance "5m"',
    (value) => typeof value === "string" && /^(?:\d+(?:ms|[smhdwy]))+$/.test(value),
  ],
  labels: [
    'an object of texts, for instance { team: "articles" }',
    (value) => isObject(value) && Object.values(value).every((one) => typeof one === "string"),
  ],
  typeBase: aTypeBase,
};
