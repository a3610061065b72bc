import type { RequestListener } from "node:http";
import createFastify from "fastify";
import { article, type Article, findByCallback, findByPromise, titleOf } from "../articles.ts";

const text = { type: "string", minLength: 1 };
const newArticle = {
  type: "object",
  required: ["title", "content", "tags"],
  properties: { title: text, content: text, tags: { type: "array", items: text } },
};

const noSuchArticle = (): Error =>
  Object.assign(new Error("There is no such article."), { statusCode: 404 });

/** Creates the app with Fastify and its own error handling; its validator is set to name every bad field. */
export async function create(): Promise<RequestListener> {
  const app = createFastify({ ajv: { customOptions: { allErrors: true } } });

  app.get("/articles/:id", async () => article);
  app.post("/articles", { schema: { body: newArticle } }, async (request, reply) => {
    // The schema has checked it.
    const given = request.body as Article;
    return reply.code(201).send({ id: "2", ...given });
  });
  app.get("/sync/:id", () => {
    throw noSuchArticle();
  });
  app.get("/rejection/:id", async () => {
    const found = await findByPromise();
    if (!found) throw noSuchArticle();
    return found;
  });
  app.get("/callback/:id", (_request, reply) => {
    findByCallback(noSuchArticle, (error, found) => {
      void reply.send(error ?? found);
    });
  });
  app.get("/unexpected/:id", async () => ({ title: titleOf(undefined) }));

  await app.ready();
  return (req, res) => app.routing(req, res);
}
