import { describe, expect, it } from "vitest";
import { stackOf } from "../../src/express/layers.ts";
import { mountPath } from "../../src/express/mount-path.ts";
import { expresses } from "../support/expresses.ts";

describe.each(expresses)("the mount path on %s", (name, express) => {
  const pathOf = (mounted: string | (RegExp | string)[]): unknown => {
    const app = express();
    app.use(mounted, (_req, _res, next) => next());
    return mountPath(stackOf(app).at(-1)!);
  };

  it("of a middleware without a path is the root", () => {
    const app = express();
    app.use((_req, _res, next) => next());

    expect(mountPath(stackOf(app).at(-1)!)).toBe("/");
  });

  it.each([[["/a", "/b/c"]], [["/:a/b", "/c/:d"]], [["/api", "/:tenant", "/:a/:b"]]])(
    "%j are those that the app's author wrote, or unknown",
    (paths) => {
      // Express 4 has them in its compiled expression.
      expect([paths, name === "Express 4" ? paths : undefined]).toContainEqual(pathOf(paths));
    },
  );

  it("is unknown in Express 4 where one of several is an expression", () => {
    const found = [pathOf(["/a", /^\/b\d/]), pathOf(["/a", /^\/(\d+)/])];

    expect(name === "Express 4" ? found : [undefined, undefined]).toEqual([undefined, undefined]);
  });

  it.each(["/", "/api", "/api/v1", "/api.v1", "/:tenant", "/:tenant/items", "/a-b/:c"])(
    "%s is the one that the app's author wrote, or unknown",
    (path) => {
      // Express 5.0 to 5.2 do not keep it.
      expect([path, undefined]).toContain(pathOf(path));
    },
  );
});

describe("the mount path of a layer", () => {
  const match = (): boolean => false;

  it("is undefined where nothing tells it", () => {
    expect(mountPath({ match })).toBeUndefined();
  });

  it("is what a layer of Express 5.3 keeps, of any type", () => {
    const rawPath = ["/a", /b/];

    expect(mountPath({ match, rawPath })).toBe(rawPath);
  });

  it.each([
    ["a regular expression of the author", /^\/a(b|c)/, []],
    ["a constraint", /^\/(\d+)\/?(?=\/|$)/i, [{ name: "id" }]],
    ["an expression with more parameters than keys", /^\/(?:([^/]+?))\/?(?=\/|$)/i, []],
  ])("is undefined for %s in Express 4", (_what, regexp, keys) => {
    expect(mountPath({ match, regexp, keys })).toBeUndefined();
  });
});
