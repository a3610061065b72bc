import { ESLint, RuleTester } from "eslint";
import { backstop } from "express-backstop/lint";
import { describe, expect, it } from "vitest";

// ESLint asks for the functions of a test runner that has them as globals.
RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester();
const handler = (body: string) => `app.get("/", (req, res, next) => { ${body} });`;
const found = [{ messageId: "found" }];

/** Code without a mistake and code with one, for each rule. */
const codes: Readonly<Record<string, readonly [valid: string, invalid: string]>> = {
  "dropped-error": [
    handler("read(p, (err, data) => { if (err) return next(err); res.send(data); });"),
    handler("read(p, (err, data) => { res.send(data); });"),
  ],
  "missing-return": [
    handler("if (!req.user) return res.sendStatus(401); res.json({});"),
    handler("if (!req.user) res.sendStatus(401); res.json({});"),
  ],
  "throw-in-callback": [
    handler("read(p, (err, data) => { if (err) return next(err); res.send(data); });"),
    handler("read(p, (err, data) => { if (err) throw err; res.send(data); });"),
  ],
  "unhandled-promise": [
    handler("find().then((found) => res.json(found)).catch(next);"),
    handler("find().then((found) => res.json(found));"),
  ],
  "returned-error": [
    handler("throw new NotFoundError('x');"),
    handler("return new NotFoundError('x');"),
  ],
  "status-on-error": ["throw new HttpError(404);", "err.status = 404;"],
  "debug-in-production": ["errorHandler({ debug: isLocal });", "errorHandler({ debug: true });"],
  "unwrapped-async-handler": [
    "app.get('/', asyncHandler(async (req, res) => {}));",
    "app.get('/', async (req, res) => {});",
  ],
};

for (const [name, rule] of Object.entries(backstop.rules)) {
  const [valid = "", invalid = ""] = codes[name] ?? [];
  // ESLint's own type of a rule asks for more than a rule needs.
  tester.run(name, rule as never, { valid: [valid], invalid: [{ code: invalid, errors: found }] });
}

describe("the sets of rules", () => {
  it("are the rules of one file, and for Express 4 the one about async handlers", () => {
    const { recommended, express4 } = backstop.configs;

    expect(Object.keys(express4.rules).map((id) => id.replace("backstop/", ""))).toEqual(
      Object.keys(backstop.rules),
    );
    expect(Object.keys(recommended.rules)).toHaveLength(Object.keys(backstop.rules).length - 1);
    expect(Object.keys(codes).toSorted()).toEqual(Object.keys(backstop.rules).toSorted());
  });

  it("work in a configuration", async () => {
    const eslint = new ESLint({
      overrideConfigFile: true,
      overrideConfig: [backstop.configs.express4 as never],
    });

    const [result] = await eslint.lintText(codes["unwrapped-async-handler"]?.[1] ?? "");

    expect(result?.messages).toMatchObject([
      {
        ruleId: "backstop/unwrapped-async-handler",
        line: 1,
        message: expect.stringContaining("Express 4"),
      },
    ]);
  });
});
