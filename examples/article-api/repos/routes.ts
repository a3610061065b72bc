import { Router } from "express";
import { asyncHandler, validate } from "express-backstop";
import { operation } from "express-backstop/openapi";
import { errors } from "../errors.ts";
import type { Repos } from "./repos.ts";
import { RepoList, Username } from "./schemas.ts";

/** Creates the route for the repositories of a user. */
export function repoRoutes(repos: Repos) {
  const router = Router();
  router.get(
    "/repos/:username",
    operation({
      summary: "List the repositories of a user of GitHub",
      description: "A list may be an hour old.",
      tags: ["Repositories"],
      errors: [
        errors.user_not_found,
        errors.bad_gateway,
        errors.service_unavailable,
        errors.gateway_timeout,
      ],
    }),
    validate({ params: Username, response: { 200: RepoList } }),
    asyncHandler(async (req, res) => {
      res.json(await repos(req.params.username));
    }),
  );
  return router;
}
