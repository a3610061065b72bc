import { describe, expect, it } from "vitest";
import { componentRegistry } from "../../src/openapi/component-registry.ts";

const article = { type: "object", properties: { id: { type: "string" } } };

describe("a component registry", () => {
  it("moves definitions to the components, and refers to them", () => {
    const { register, schemas } = componentRegistry();
    const schema = {
      type: "array",
      items: { $ref: "#/$defs/Article" },
      $defs: { Article: article },
    };

    expect(register(schema, "List", "input")).toEqual({
      type: "array",
      items: { $ref: "#/components/schemas/Article" },
    });
    expect(schemas).toEqual({ Article: article });
  });

  it("returns a schema without definitions as it is", () => {
    const { register, schemas } = componentRegistry();

    expect(register(article, "Article", "input")).toEqual(article);
    expect(schemas).toEqual({});
  });

  it("makes a component of a schema that refers to its own root", () => {
    const { register, schemas } = componentRegistry();
    const tree = { type: "object", properties: { child: { $ref: "#" } } };
    const reference = { $ref: "#/components/schemas/Tree" };

    expect(register(tree, "Tree", "input")).toEqual(reference);
    expect(schemas).toEqual({ Tree: { type: "object", properties: { child: reference } } });
  });

  it("uses one component for equal definitions, and names different ones differently", () => {
    const { register, schemas } = componentRegistry();
    const schemaWith = (definition: object) => ({ $ref: "#/$defs/A", $defs: { A: definition } });

    const refs = [article, article, { type: "string" }, { type: "number" }].map(
      (definition) => register(schemaWith(definition), "B", "input")["$ref"],
    );

    expect(refs).toEqual(
      ["A", "A", "AInput", "AInput2"].map((name) => `#/components/schemas/${name}`),
    );
    expect(Object.keys(schemas)).toEqual(["A", "AInput", "AInput2"]);
  });

  it("allows new members in what a client receives, and not in what it sends", () => {
    const { register } = componentRegistry();
    const strict = { ...article, additionalProperties: false };

    expect(register(strict, "A", "output")).toEqual(article);
    expect(register(strict, "A", "input")).toEqual(strict);
  });

  it("replaces characters that a component's name may not have", () => {
    const { register, schemas } = componentRegistry();

    register({ $ref: "#/$defs/a~1b c", $defs: { "a/b c": article } }, "A", "input");

    expect(Object.keys(schemas)).toEqual(["a_b_c"]);
  });

  it("keeps the schemas that it begins with", () => {
    const { register, schemas } = componentRegistry({ A: { type: "null" } });

    register({ $ref: "#/$defs/A", $defs: { A: article } }, "B", "input");

    expect(schemas).toEqual({ A: { type: "null" }, AInput: article });
  });
});
