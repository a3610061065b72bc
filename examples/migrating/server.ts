import celebrate from "./celebrate.ts";
import expressValidator from "./express-validator.ts";
import expressZodSafe from "./express-zod-safe.ts";

const apps = new Map([
  ["celebrate", celebrate],
  ["express-validator", expressValidator],
  ["express-zod-safe", expressZodSafe],
]);

const app = apps.get(process.argv[2] ?? "");
if (!app) throw new TypeError(`Name one of these apps: ${[...apps.keys()].join(", ")}`);

app.listen(process.env["PORT"] ?? 3000);
