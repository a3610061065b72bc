import { parseArgs } from "node:util";
import { allocations } from "./in-process/allocations.ts";
import { nodesOf } from "./nodes.ts";
import { routes } from "./routes.ts";
import { table } from "./table.ts";
import { writeSection } from "./write-section.ts";

// How many bytes does a request allocate, next to the floor? That no errors are kept is shown by npm run long-run.
//
//   npm run bench:memory
//   npm run bench:memory -- --node 24,20 --into docs/performance.md

const { values } = parseArgs({
  options: {
    node: { type: "string" },
    only: { type: "string", default: "floor,floor again,express-backstop,zod by hand" },
    into: { type: "string" },
  },
});

for (const { path, version } of await nodesOf(values.node)) {
  const found = await allocations({
    node: path,
    contenders: values.only.split(","),
    requests: 1000,
    rounds: 5,
    warmUp: 8000,
  });
  const measured = [...found].map(([name, bytes]) => {
    return [name, new Map([...bytes].map(([route, each]) => [route, [each]]))] as const;
  });
  const text = [
    `Node ${version}; the median of 5 rounds of 1,000 requests.`,
    "",
    table(new Map(measured), {
      columns: routes.map(({ name }) => name),
      mean: routes.filter(({ fails }) => fails).map(({ name }) => name),
      unit: "bytes",
      digits: 0,
    }),
  ].join("\n");
  console.log(`${text}\n`);
  const section = `memory, Node ${Number.parseInt(version, 10)}`;
  if (values.into !== undefined) writeSection(values.into, section, text);
}
