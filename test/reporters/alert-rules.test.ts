import { builtInErrors, defineErrors } from "express-backstop/catalog";
import { alertRules } from "express-backstop/reporters/prometheus";
import { beforeEach, describe, expect, it } from "vitest";
import { checkRules, needsPromtool, testRules } from "../support/promtool.ts";

const errors = defineErrors({
  ledger_broken: {
    status: 500,
    title: "Ledger {{ broken }}",
    description: "Two entries differ.",
    fix: "Call accounting.",
  },
  bank_away: { status: 503, title: "Bank away", type: "https://example.com/probs/bank-away" },
  title_taken: { status: 409, title: "Title taken" },
});

const clientErrors = defineErrors({ title_taken: { status: 409, title: "Title taken" } });

const byCodeAndRoute = (selector: string): string =>
  `sum by (code, route) (rate(http_failures_total{${selector}}[5m])) * 60`;

describe("alertRules", () => {
  it("has an alert for each server error of the catalog, whose severity follows from the retry advice", () => {
    const [bank, ledger, ...more] = alertRules(errors).groups[0]?.rules ?? [];

    expect(bank).toEqual({
      alert: "BankAway",
      expr: `${byCodeAndRoute('code="bank_away"')} > 1`,
      for: "5m",
      labels: { severity: "warning" },
      annotations: {
        summary: expect.stringMatching(/^Bank away in \{\{ if/),
        runbook_url: "https://example.com/probs/bank-away",
      },
    });
    expect(ledger).toMatchObject({
      alert: "LedgerBroken",
      labels: { severity: "critical" },
      annotations: {
        summary: expect.stringMatching(/^Ledger \{\{ "\{\{" \}\} broken \}\} in /),
        description: "Two entries differ. Call accounting.",
      },
    });
    expect(ledger?.annotations).not.toHaveProperty("runbook_url");
    expect(more).toMatchObject([
      {
        alert: "OtherServerErrors",
        expr: `${byCodeAndRoute('status=~"5..",code!~"bank_away|ledger_broken"')} > 1`,
        labels: { severity: "critical" },
      },
      { alert: "ClientErrorsRising", labels: { severity: "warning" } },
    ]);
  });

  it("takes limit, duration, labels and the address of types from the options", () => {
    const { groups } = alertRules(errors, {
      perMinute: 2.5,
      for: "1h30m",
      labels: { team: "money" },
      typeBase: "https://a.example/problems/",
    });

    const [, ledger, , rising] = groups[0]?.rules ?? [];
    expect(ledger).toMatchObject({
      expr: expect.stringMatching(/ > 2\.5$/),
      for: "1h30m",
      labels: { severity: "critical", team: "money" },
      annotations: { runbook_url: "https://a.example/problems/ledger_broken" },
    });
    expect(rising?.expr).toMatch(/ > 25$/);
  });

  it.each([
    [
      [{}],
      "alertRules: errors must be a catalog, got a value of type object. Write alertRules(defineErrors(",
    ],
    [[errors, { limit: 1 }], 'alertRules: unknown option "limit". Write one of perMinute, for'],
    [[errors, { perMinute: 0 }], "alertRules: perMinute must be a number above 0"],
    [[errors, { perMinute: "5" }], "alertRules: perMinute must be a number above 0"],
    [[errors, { perMinute: Infinity }], "alertRules: perMinute must be a number above 0"],
    [[errors, { for: "5 minutes" }], "alertRules: for must be a duration of Prometheus"],
    [[errors, { labels: { team: 1 } }], "alertRules: labels must be an object of texts"],
    [[errors, { typeBase: 1 }], "alertRules: typeBase must be a string"],
  ])("refuses %j", (args, message) => {
    expect(() => Reflect.apply(alertRules, undefined, args)).toThrow(message);
  });
});

describe("the rules in Prometheus", () => {
  beforeEach(needsPromtool);

  const series = (route: string, status: number, code: string, values: string) => ({
    series: `http_failures_total{method="GET",route="${route}",status="${status}",code="${code}"}`,
    values,
  });

  it.each([
    ["of a small catalog", errors, 4],
    ["of the built-in codes", builtInErrors, 14],
    ["of a catalog without server errors", clientErrors, 2],
  ])("%s are valid", (_what, catalog, count) => {
    expect(checkRules(alertRules(catalog))).toContain(`SUCCESS: ${count} rules found`);
  });

  it("alert of too many server errors with the texts of the catalog, and of no few ones", () => {
    const said = testRules(alertRules(errors, { labels: { team: "money" } }), [
      {
        interval: "1m",
        input_series: [
          series("/pay/:id", 500, "ledger_broken", "0+3x30"),
          series("", 500, "ledger_broken", "0+2x30"),
          series("/rarely", 500, "ledger_broken", "0 0 0 1+0x30"),
          series("/pay/:id", 502, "unknown_code", "0+6x30"),
          series("/pay/:id", 499, "client_closed_request", "0+900x30"),
        ],
        alert_rule_test: [
          { eval_time: "4m", alertname: "LedgerBroken", exp_alerts: [] },
          {
            eval_time: "20m",
            alertname: "LedgerBroken",
            exp_alerts: [
              ["/pay/:id", "/pay/:id", "3.0"],
              ["", "a middleware", "2.0"],
            ].map(([route, place, rate]) => ({
              exp_labels: {
                severity: "critical",
                team: "money",
                code: "ledger_broken",
                ...(route !== "" && { route }),
              },
              exp_annotations: {
                summary: `Ledger {{ broken }} in ${place}: ${rate} a minute`,
                description: "Two entries differ. Call accounting.",
              },
            })),
          },
          {
            eval_time: "20m",
            alertname: "OtherServerErrors",
            exp_alerts: [
              {
                exp_labels: {
                  severity: "critical",
                  team: "money",
                  code: "unknown_code",
                  route: "/pay/:id",
                },
                exp_annotations: {
                  summary: "unknown_code in /pay/:id: 6.0 a minute",
                  description: "The catalog does not declare this code.",
                },
              },
            ],
          },
          { eval_time: "20m", alertname: "BankAway", exp_alerts: [] },
          { eval_time: "20m", alertname: "ClientErrorsRising", exp_alerts: [] },
        ],
      },
    ]);

    expect(said).toContain("SUCCESS");
  });

  it("alert of client errors that are far more than a day ago", () => {
    // A day of two a minute, then half an hour of thirty. The other code stays as it is.
    const said = testRules(alertRules(errors), [
      {
        interval: "1m",
        input_series: [
          series("/a", 400, "validation_failed", "0+2x1440 2910+30x30"),
          series("/a", 404, "route_not_found", "0+100x1470"),
        ],
        alert_rule_test: [
          { eval_time: "23h", alertname: "ClientErrorsRising", exp_alerts: [] },
          {
            eval_time: "1470m",
            alertname: "ClientErrorsRising",
            exp_alerts: [
              {
                exp_labels: { severity: "warning", code: "validation_failed" },
                exp_annotations: {
                  summary: "validation_failed: 30.0 a minute, five times as many as a day ago",
                  description:
                    "A release may have broken the clients, or a client sends wrong requests.",
                },
              },
            ],
          },
        ],
      },
    ]);

    expect(said).toContain("SUCCESS");
  });
});
