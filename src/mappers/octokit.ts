import { tryReadMember } from "../misuse/read-member.ts";
import type { ErrorMapper } from "../normalize/mapper.ts";
import { readResponse } from "./http-response.ts";
import { toMapper } from "./to-mapper.ts";
import { text } from "./unwrap-errors.ts";
import { fromUpstreamResponse } from "./upstream-response.ts";

/**
 * Creates a mapper for the responses of GitHub that Octokit throws. Use it together with `fetch()`, which knows the
 * errors of the connection.
 *
 * @example
 * app.use(errorHandler({ mappers: [octokit(), fetch()] }));
 */
export function octokit(): ErrorMapper {
  return toMapper("octokit", (found, { thrown }) => {
    const request = tryReadMember(found, "request");
    const isRequestError =
      text(found, "name") === "HttpError" &&
      typeof request === "object" &&
      request !== null &&
      text(request, "url") !== "";
    const response = isRequestError ? readResponse(found) : undefined;
    return response && fromUpstreamResponse(response.status, response.headers, thrown);
  });
}
