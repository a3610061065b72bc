/** A request that every contender is measured on. */
export interface Route {
  readonly name: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  /** The status that every contender has to answer with. */
  readonly status: number;
  /** Whether it counts into the mean of the failing routes. */
  readonly fails: boolean;
}

const valid = { title: "Why errors", content: "Because they happen.", tags: ["express", "errors"] };
const invalid = { title: "", tags: ["express", ""] };

export const routes: readonly Route[] = [
  get("success", "/articles/1", 200),
  post("valid body", JSON.stringify(valid), 201),
  get("sync throw", "/sync/1", 404),
  get("rejection", "/rejection/1", 404),
  get("callback", "/callback/1", 404),
  get("unexpected", "/unexpected/1", 500),
  post("invalid body", JSON.stringify(invalid), 400),
  post("malformed JSON", '{"title":"Why errors","content"', 400),
  get("unmatched", "/nowhere", 404),
];

/** Gives the bytes of a route's request on a connection that is kept. */
export function requestBytes({ method, path, body }: Route): Buffer {
  const head = [`${method} ${path} HTTP/1.1`, "Host: bench.example", "Accept: application/json"];
  if (body !== undefined) {
    head.push("Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`);
  }
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body ?? ""}`);
}

function get(name: string, path: string, status: number): Route {
  return { name, method: "GET", path, status, fails: status >= 400 };
}

function post(name: string, body: string, status: number): Route {
  return { name, method: "POST", path: "/articles", body, status, fails: status >= 400 };
}
