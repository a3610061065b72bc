/** A request that every contender is measured with. */
export interface Route {
  readonly name: string;
  /** The status that every contender has to respond with. */
  readonly status: number;
  /** The bytes of the request on a keep-alive connection. */
  readonly bytes: Buffer;
}

const valid = { title: "Why errors", content: "Because they happen.", tags: ["express", "errors"] };
const invalid = { title: "", tags: ["express", ""] };

export const routes: readonly Route[] = [
  route("success", 200, "GET /articles/1"),
  route("valid body", 201, "POST /articles", JSON.stringify(valid)),
  route("sync throw", 404, "GET /sync/1"),
  route("rejection", 404, "GET /rejection/1"),
  route("callback", 404, "GET /callback/1"),
  route("unexpected", 500, "GET /unexpected/1"),
  route("invalid body", 400, "POST /articles", JSON.stringify(invalid)),
  route("malformed JSON", 400, "POST /articles", '{"title":"Why errors","content"'),
  route("unmatched", 404, "GET /nowhere"),
];

function route(name: string, status: number, target: string, body = ""): Route {
  const head = [`${target} HTTP/1.1`, "Host: bench.example", "Accept: application/json"];
  if (body) head.push("Content-Type: application/json", `Content-Length: ${body.length}`);
  return { name, status, bytes: Buffer.from([...head, "", body].join("\r\n")) };
}
