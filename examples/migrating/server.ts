import boom from "./boom.ts";
import celebrate from "./celebrate.ts";
import expressAsyncErrors from "./express-async-errors.ts";
import expressAsyncHandler from "./express-async-handler.ts";
import expressValidator from "./express-validator.ts";
import expressZodSafe from "./express-zod-safe.ts";
import httpErrors from "./http-errors.ts";
import strongErrorHandler from "./strong-error-handler.ts";

const apps = new Map([
  ["boom", boom],
  ["celebrate", celebrate],
  ["express-async-errors", expressAsyncErrors],
  ["express-async-handler", expressAsyncHandler],
  ["express-validator", expressValidator],
  ["express-zod-safe", expressZodSafe],
  ["http-errors", httpErrors],
  ["strong-error-handler", strongErrorHandler],
]);

const app = apps.get(process.argv[2] ?? "");
if (!app) throw new TypeError(`Name one of these apps: ${[...apps.keys()].join(", ")}`);

app.listen(process.env["PORT"] ?? 3000);
