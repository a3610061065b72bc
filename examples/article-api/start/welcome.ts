/** Returns the text that the server prints when it listens: requests to try first, with a token if there is one. */
export function welcome(port: number, token: string | undefined) {
  const url = `http://localhost:${port}`;
  const json = "-H 'content-type: application/json'";
  const authorized = `-H "authorization: Bearer $TOKEN"`;
  const article = `'{"title":"Hello","content":"First words."}'`;
  return `The article API listens on ${url}
Open this address in a browser to read and write articles, and to break things.

Writing needs a token${token === undefined ? "" : ", such as this one for ada"}; npm run token -- --name ada makes another:
  TOKEN=${token ?? "$(npm run --silent token -- --name ada)"}
Create an article (201); run it twice for a title that is taken (409):
  curl -i ${url}/articles ${authorized} ${json} -d ${article}
Send it without a token (401):
  curl -i ${url}/articles ${json} -d ${article}
Send a body with three mistakes, all named in the response (400):
  curl -i ${url}/articles ${authorized} ${json} -d '{"title":"","tags":"news"}'
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
