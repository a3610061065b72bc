/** Returns the text that the server prints when it listens: requests to try first. */
export function welcome(port: number) {
  const url = `http://localhost:${port}`;
  const json = "-H 'content-type: application/json'";
  const article = `'{"title":"Hello","content":"First words."}'`;
  return `The article API listens on ${url}

Create an article (201); run it twice for a title that is taken (409):
  curl -i ${url}/articles ${json} -d ${article}
Send a body with two mistakes, both named in the response (400):
  curl -i ${url}/articles ${json} -d '{"title":"","tags":"news"}'
Read an article that does not exist (404):
  curl -i ${url}/articles/00000000-0000-0000-0000-000000000000
Request a route that does not exist (404):
  curl -i ${url}/nowhere
List the articles (200):
  curl -i '${url}/articles?limit=20'
See all routes, in a browser and as an OpenAPI document:
  ${url}/docs/
  curl ${url}/openapi.json
`;
}
