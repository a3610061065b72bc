import { parseArgs } from "node:util";
import { StartError } from "../start/start-error.ts";
import { readSecret } from "./secret.ts";
import { createTokens } from "./tokens.ts";
import { UserName } from "./user.ts";

try {
  const { values } = parseArgs({ options: { name: { type: "string", default: "" } } });
  const name = UserName.safeParse(values.name);
  if (!name.success) throw new StartError("Write a name: npm run token -- --name ada");
  console.log(await createTokens(readSecret(process.env)).sign({ name: name.data }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
