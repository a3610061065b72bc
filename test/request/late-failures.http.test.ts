import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { asyncHandler } from "express-backstop";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import { expresses } from "../support/expresses.ts";
import { collectWarnings } from "../support/warnings.ts";

const warnings = collectWarnings();

describe.each(expresses)(
  "a failure in an app without an error handler, on %s",
  (_name, express) => {
    // fault: forged-warning
    it("is a warning whose lines cannot be taken for lines of the log", async () => {
      const app = express();
      app.use(
        asyncHandler(async (_req, _res, next) => {
          next();
          throw new Error("x\n2026-01-01 500 forged\u001B[2J");
        }),
      );
      app.use((_req, res) => void res.sendStatus(204));
      const server = createServer(app).listen(0, "127.0.0.1");
      await once(server, "listening");

      await supertest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).get("/");
      server.close();

      await expect.poll(() => warnings.length).toBe(1);
      const { detail } = warnings[0] as Error & { readonly detail: string };
      for (const line of detail.split("\n")) expect(line).toMatch(/^ {4}\P{Cc}*$/u);
      expect(detail).toContain("    2026-01-01 500 forged\\x1b[2J");
    });
  },
);
