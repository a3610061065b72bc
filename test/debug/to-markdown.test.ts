import { describe, expect, it } from "vitest";
import { toMarkdown } from "../../src/debug/to-markdown.ts";

const write = (text: string) =>
  toMarkdown({ title: text, facts: [] }, [{ heading: "Code", blocks: [{ kind: "code", text }] }]);

describe("toMarkdown", () => {
  it("puts code into a fence that no fence in the code ends", () => {
    const text = write("```\n# Not a heading\n````");

    expect(text).toContain("\n`````\n```\n# Not a heading\n````\n`````\n");
  });

  it("writes a title in one line, in which nothing is markup", () => {
    expect(write("a\n# b <i> `c` *d* _e_ f_g [h](i)").split("\n")[0]).toBe(
      String.raw`# a # b \<i> \`c\` \*d\* \_e\_ f_g [h\](i)`,
    );
  });
});
