import { errorHandler, notFoundHandler, validate } from "express-backstop";
import { z } from "zod";

const Body = z.object({ title: z.string() });

/** Builds an app that validates what nobody has parsed, and forgets what was parsed. */
export default function build(express) {
  const app = express();
  const tenants = express.Router();

  app.use("/hooks", express.json());
  app.use("/upload", validate({ body: Body })); // mistake: no-body-parser
  app.post("/articles", validate({ body: Body }), (req, res) => {
    // mistake: no-body-parser
    res.json(req.body);
  });
  app.post("/hooks/mail", validate({ body: Body }), (req, res) => {
    res.json(req.body);
  });

  app.use("/pages/:page", validate({ params: z.object({ page: z.coerce.number() }) })); // mistake: params-forgotten
  app.get("/pages/:page", (req, res) => {
    res.json({ next: req.params.page + 1 });
  });

  const Tenant = z.object({ tenant: z.string(), id: z.string() });
  tenants.get("/:id", validate({ params: Tenant }), (req, res) => {
    // mistake: params-forgotten
    res.json(req.params);
  });
  app.use("/tenants/:tenant", tenants);

  app.put("/late/:id", validate({ body: Body }), (req, res) => {
    // mistake: no-body-parser
    res.json(req.body);
  });
  app.use(express.json());
  app.use(notFoundHandler());
  app.use(errorHandler());
  return app;
}
