import { defineErrors } from "express-backstop";
import { alertRules, prometheusReporter } from "express-backstop/reporters/prometheus";
import client from "prom-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { needsPromtool, testRules } from "../support/promtool.ts";
import { throwing } from "../support/throwing.ts";

const errors = defineErrors({ bank_away: { status: 503, title: "Bank away" } });

describe("the alerts in Prometheus", () => {
  beforeEach(needsPromtool);
  afterEach(() => client.register.clear());

  it.each(expresses)("fire for what prom-client counts, on %s", async (_name, express) => {
    await using app = await serve((app) => app.get("/pay/:id", throwing(errors.bank_away())), {
      express,
      reporter: prometheusReporter(client),
    });
    await app.api.get("/pay/7");
    const metrics = await client.register.metrics();
    const series = metrics
      .split("\n")
      .flatMap((line) => /^(http_\S+\{.*\}) 1$/.exec(line)?.[1] ?? []);

    const said = testRules(alertRules(errors), [
      {
        interval: "1m",
        input_series: series.map((one) => ({ series: one, values: "0+9x20" })),
        alert_rule_test: [
          {
            eval_time: "15m",
            alertname: "BankAway",
            exp_alerts: [
              {
                exp_labels: { severity: "warning", code: "bank_away", route: "/pay/:id" },
                exp_annotations: { summary: "Bank away in /pay/:id: 9.0 a minute" },
              },
            ],
          },
        ],
      },
    ]);

    expect(series).toHaveLength(1);
    expect(said).toContain("SUCCESS");
  });
});
