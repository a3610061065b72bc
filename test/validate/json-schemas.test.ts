import * as v from "valibot";
import { expect, it } from "vitest";
import { z } from "zod";
import { toJsonSchemas } from "../../src/validate/json-schemas.ts";

const page = z.object({ page: z.int().default(1) });

it("describes what a client may send, and what it receives", () => {
  const { query, response } = toJsonSchemas({ query: page, response: { 200: page } }, []);

  expect(query).not.toHaveProperty("required");
  expect(response?.[200]).toMatchObject({ required: ["page"] });
});

it("leaves out what it cannot describe, and the responses if none is left", () => {
  const described = toJsonSchemas(
    {
      body: v.object({}),
      query: z.object({ since: z.date() }),
      params: page,
      response: { 200: v.object({}) },
    },
    [],
  );

  expect(Object.keys(described)).toEqual(["params"]);
});
