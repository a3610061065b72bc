import { type Agent, request } from "node:http";
import { text } from "node:stream/consumers";

/** The outcome of a request: a response, or the code of the error that its client saw. */
export interface Result {
  readonly status?: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly error?: string;
}

/** Asks once, on a connection of its own unless an agent keeps one; never rejects. */
export function ask(
  url: string,
  {
    agent = false,
    method = "GET",
    body,
    headers = {},
  }: {
    agent?: Agent | false;
    method?: string;
    body?: string;
    headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Result> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      resolve({ headers: {}, text: "", error: error.code ?? error.message });
    // Left to itself, a client without an agent asks for the close that the tests wait for.
    const req = request(
      url,
      { agent, method, headers: { connection: "keep-alive", ...headers } },
      (res) => {
        text(res).then(
          (read) => resolve({ status: res.statusCode ?? 0, headers: res.headers, text: read }),
          fail,
        );
      },
    );
    req.on("error", fail);
    req.end(body);
  });
}
