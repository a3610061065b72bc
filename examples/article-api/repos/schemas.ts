import { z } from "zod";

/** The name of a user of GitHub. */
export const Username = z.object({ username: z.string().regex(/^[A-Za-z\d][A-Za-z\d-]{0,38}$/) });

/** The repositories of a user, as clients see them. */
export const RepoList = z
  .object({
    username: z.string(),
    repos: z.array(
      z.object({
        name: z.string(),
        description: z.string().nullable(),
        url: z.url(),
        stars: z.int(),
      }),
    ),
  })
  .meta({ id: "RepoList" });

/** The part of the response of GitHub that this app needs. */
export const UpstreamRepos = z.array(
  z
    .object({
      name: z.string(),
      description: z.string().nullable(),
      html_url: z.url(),
      stargazers_count: z.int(),
    })
    .transform(({ name, description, html_url, stargazers_count }) => ({
      name,
      description,
      url: html_url,
      stars: stargazers_count,
    })),
);
