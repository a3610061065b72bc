import { articleClient } from "./article-client.ts";
import { parseCommand, usage } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { explain } from "./explain.ts";
import { printable } from "./printable.ts";
import { run } from "./run.ts";

const command = parseCommand(process.argv.slice(2), process.env);

switch (command.name) {
  case "help":
    console.log(usage);
    break;
  case "misuse":
    console.error(`${command.message}\n\n${usage}`);
    process.exitCode = exitCodes.misuse;
    break;
  default: {
    const result = await run(command, articleClient(command.url));
    if (result.ok) {
      console.log(printable(result.text));
      break;
    }
    const { exitCode, lines } = explain(result.problem);
    console.error(printable(lines.join("\n")));
    process.exitCode = exitCode;
  }
}
