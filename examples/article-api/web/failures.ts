/** A request that fails in one way. */
export interface Provocation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** A request that has to come first. */
  readonly twice?: true;
}

const article = (title: string, content: string) => JSON.stringify({ title, content });

/** One provocation for each kind of failure. Those below `/demo` need routes that fail on purpose. */
export const provocations: readonly Provocation[] = [
  { name: "Malformed body", method: "POST", path: "/articles", body: '{"title": "Half' },
  { name: "Invalid fields", method: "POST", path: "/articles", body: '{"title":"","tags":[7]}' },
  {
    name: "Too large",
    method: "POST",
    path: "/articles",
    body: article("Large", "x".repeat(700_000)),
  },
  {
    name: "Unknown id",
    method: "GET",
    path: "/articles/00000000-0000-0000-0000-000000000000",
  },
  {
    name: "Same title twice",
    method: "POST",
    path: "/articles",
    body: article("Two of a kind", "This article was made by a button."),
    twice: true,
  },
  { name: "Database down", method: "GET", path: "/demo/database" },
  { name: "Handler that throws", method: "GET", path: "/demo/throw" },
  { name: "Handler that never responds", method: "GET", path: "/demo/silence" },
  { name: "Stream that breaks", method: "GET", path: "/demo/stream" },
];
