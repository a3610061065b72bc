import express, { type NextFunction, type Request, type Response } from "express";
import { Redis } from "ioredis";

/** Lists the repositories of a user as many tutorials do, with two mistakes. */
export function byHand(redisUrl: string, reposUrl: string) {
  const app = express();
  const client = new Redis(redisUrl, { maxRetriesPerRequest: 0 });
  client.on("error", (error) => {
    console.error(error.message);
  });

  function cache(req: Request<{ username: string }>, res: Response, next: NextFunction) {
    void client.get(req.params.username, (err, data) => {
      // The handler has returned long ago: this throw does not reach Express and ends the process.
      if (err) throw err;
      if (data) res.json(JSON.parse(data));
      else next();
    });
  }

  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- as the tutorials write it
  app.get("/repos/:username", cache, async (req: Request<{ username: string }>, res) => {
    try {
      const { username } = req.params;
      const response = await fetch(`${reposUrl}/users/${username}/repos`);
      // A 404 of GitHub is cached as if it were a list, for an hour.
      const repos: unknown = await response.json();
      await client.setex(username, 3_600, JSON.stringify(repos));
      res.json(repos);
    } catch (err) {
      console.error(err);
      // Sets a status and sends nothing: the client waits forever.
      res.status(500);
    }
  });

  return app;
}
