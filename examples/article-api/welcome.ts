/** What to try first, to print when the server listens. */
export function welcome(port: number): string {
  const url = `http://localhost:${port}`;
  const json = "-H 'content-type: application/json'";
  const article = `'{"title":"Hello","content":"First words."}'`;
  return `The article API listens on ${url}

Create an article (201), and run it again for a title that is taken (409):
  curl -i ${url}/articles ${json} -d ${article}
A body with mistakes, each of them named (400):
  curl -i ${url}/articles ${json} -d '{"title":"","tags":"news"}'
An article that is not there (404):
  curl -i ${url}/articles/00000000-0000-0000-0000-000000000000
A route that is not there (404):
  curl -i ${url}/nowhere
The list:
  curl -i '${url}/articles?page=1&limit=20'
What there is, for a browser, and as OpenAPI:
  ${url}/docs/
  curl ${url}/openapi.json
`;
}
