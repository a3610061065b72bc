import { defineErrors } from "express-backstop/catalog";
import { z } from "zod";

/** The errors of the billing service. */
export const billingErrors = defineErrors(
  {
    billing_card_declined: {
      status: 402,
      title: "Card declined",
      data: z.object({ reason: z.enum(["expired", "insufficient_funds", "other"]) }),
      detail: ({ reason }) => `The card was declined: ${reason}.`,
      fix: "Use another card.",
      since: "1.0",
    },
    billing_invoice_locked: {
      status: 409,
      title: "Invoice locked",
      data: z.object({ invoiceId: z.string() }),
      since: "1.2",
    },
    billing_conflict: {
      status: 409,
      title: "Billing conflict",
      since: "1.0",
      replacedBy: "billing_invoice_locked",
    },
  },
  { prefix: "billing_", typeBase: "https://billing.example.com/problems/" },
);
