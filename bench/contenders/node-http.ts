import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { type Article, article, findByCallback, findByPromise, titleOf } from "../articles.ts";
import { check, internal, invalid, invalidJson, notFound, routeNotFound } from "./bodies.ts";
import { send } from "./send.ts";

/** The limit: no framework, no error thrown where none is needed. */
export const nodeHttp: RequestListener = (req, res) => {
  const path = req.url ?? "";
  if (path === "/articles" && req.method === "POST") {
    create(req, res);
    return;
  }
  const end = path.indexOf("/", 1);
  switch (path.slice(0, end)) {
    case "/articles":
      send(res, 200, article);
      return;
    case "/sync":
      send(res, 404, notFound("There is no such article."));
      return;
    case "/rejection":
      void find(res);
      return;
    case "/callback":
      findByCallback(
        () => new Error("There is no such article."),
        (error, found) => {
          if (error) send(res, 404, notFound(error.message));
          else send(res, 200, found);
        },
      );
      return;
    case "/unexpected":
      try {
        send(res, 200, { title: titleOf(undefined) });
      } catch {
        send(res, 500, internal());
      }
      return;
    default:
      send(res, 404, routeNotFound());
  }
};

async function find(res: ServerResponse): Promise<void> {
  const found = await findByPromise();
  if (found) send(res, 200, found);
  else send(res, 404, notFound("There is no such article."));
}

function create(req: IncomingMessage, res: ServerResponse): void {
  let text = "";
  req.setEncoding("utf8");
  req.on("data", (chunk: string) => (text += chunk));
  req.on("end", () => {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      send(res, 400, invalidJson());
      return;
    }
    const errors = check(body);
    if (errors.length > 0) send(res, 400, invalid(errors));
    else send(res, 201, { id: "2", ...(body as Article) });
  });
}
