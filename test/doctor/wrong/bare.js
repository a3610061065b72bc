// mistake: no-error-handler
// mistake: no-not-found-handler
import { validate } from "express-backstop";
import { z } from "zod";

/** Builds an app that leaves everything to Express. */
export default function build(express) {
  const app = express();
  const articles = express.Router();

  app.use(async (req, res, next) => {
    // mistake on 4: unwrapped-async-handler
    req.user = await findUser(req);
    next();
  });
  app.param("id", async (req, res, next, id) => {
    // mistake on 4: unwrapped-async-handler
    req.article = await findArticle(id);
    next();
  });

  app.get("/articles/:id", async (req, res) => {
    // mistake on 4: unwrapped-async-handler
    res.json(await findArticle(req.params.id));
  });
  articles.put("/:id", requireUser, async (req, res) => {
    // mistake on 4: unwrapped-async-handler
    res.json(await findArticle(req.params.id));
  });
  app.post("/articles", validate({ body: z.object({ title: z.string() }) }), (req, res) => {
    // mistake: no-body-parser
    res.status(201).json(req.body);
  });

  app.use("/drafts", articles);
  return app;
}

function requireUser(req, res, next) {
  next();
}

async function findUser() {
  return { name: "ada" };
}

async function findArticle(id) {
  return { id };
}
