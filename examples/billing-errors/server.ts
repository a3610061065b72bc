import express from "express";
import { errorHandler, notFoundHandler } from "express-backstop";
import { builtInErrors, defineErrors, mergeErrors } from "express-backstop/catalog";
import { operation } from "express-backstop/openapi";
// A service that installs the package writes "@example/billing-errors".
import { billingErrors } from "./errors.ts";

const orderErrors = defineErrors(
  { order_empty: { status: 409, title: "Order empty", fix: "Add an article." } },
  { prefix: "order_" },
);
const errors = mergeErrors(builtInErrors, orderErrors, billingErrors);
const orders = new Map([
  ["1", { card: "expired" }],
  ["2", {}],
]);
const app = express();

app.post(
  "/orders/:id/payment",
  operation({
    errors: [errors.not_found, errors.order_empty, errors.billing_card_declined],
  }).handler((req, res, fail) => {
    const order = orders.get(req.params.id);
    if (!order) throw fail.not_found();
    if (!order.card) throw fail.order_empty();
    throw fail.billing_card_declined({ reason: "expired" });
  }),
);

app.use(notFoundHandler());
app.use(errorHandler());

app.listen(process.env["PORT"] ?? 3000);
