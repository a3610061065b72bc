import type { problemTexts } from "../problem-texts.ts";

/** The advice of the built-in codes in French. */
export const frenchFixes: Readonly<Record<(typeof problemTexts)["fixes"][number], string>> = {
  "Correct the request; `detail` says what is wrong.":
    "Corrigez la requête ; `detail` dit ce qui ne va pas.",
  "Pay, then send the request again.": "Payez, puis renvoyez la requête.",
  "Ask for permission, or use another account.":
    "Demandez l'autorisation ou utilisez un autre compte.",
  "Check the identifier.": "Vérifiez l'identifiant.",
  "Change or remove the `Accept` header.": "Modifiez ou supprimez l'en-tête `Accept`.",
  "Send the request again on a new connection.": "Renvoyez la requête sur une nouvelle connexion.",
  "Read the resource again, then decide whether to send a new request.":
    "Relisez la ressource, puis décidez s'il faut envoyer une nouvelle requête.",
  "Remove links to the resource.": "Supprimez les liens vers la ressource.",
  "Send the length of the body.": "Envoyez la longueur du corps.",
  "Send less in one request.": "Envoyez moins de données en une requête.",
  "Move data from the query to a request body.":
    "Déplacez les données de l'adresse vers le corps de la requête.",
  "Send JSON in UTF-8. If the response has an `Accept-Encoding` header, it lists the supported encodings.":
    "Envoyez du JSON en UTF-8. Si la réponse a un en-tête `Accept-Encoding`, il liste les encodages pris en charge.",
  "Request a range within the length that `Content-Range` states.":
    "Demandez une plage comprise dans la longueur que `Content-Range` indique.",
  "Send the request without the `Expect` header.": "Envoyez la requête sans l'en-tête `Expect`.",
  "Send the request to the right host on a new connection.":
    "Envoyez la requête au bon serveur sur une nouvelle connexion.",
  "Correct the content; `detail` says what is wrong.":
    "Corrigez le contenu ; `detail` dit ce qui ne va pas.",
  "Wait until the resource is unlocked.": "Attendez que la ressource soit déverrouillée.",
  "Make the other action succeed first.": "Faites d'abord réussir l'autre action.",
  "Send the request again after the TLS handshake.":
    "Renvoyez la requête après la négociation TLS.",
  "Send `If-Match` with the `ETag` that you read.":
    "Envoyez `If-Match` avec l'`ETag` que vous avez lu.",
  "Wait for the time that `Retry-After` states.": "Attendez le temps que `Retry-After` indique.",
  "Send fewer or smaller headers, for example fewer cookies.":
    "Envoyez moins d'en-têtes ou des en-têtes plus courts, par exemple moins de cookies.",
  "Nothing. A `Link` header may name who blocks the resource.":
    "Rien. Un en-tête `Link` peut indiquer qui bloque la ressource.",
  "Nothing until the server supports it.": "Rien tant que le serveur ne le prend pas en charge.",
  "Try again later.": "Réessayez plus tard.",
  "Try again after the time that `Retry-After` states.":
    "Réessayez après le temps que `Retry-After` indique.",
  "Use HTTP/1.1 or later.": "Utilisez HTTP/1.1 ou plus récent.",
  "Report it to the operator of the server.": "Signalez-le à l'exploitant du serveur.",
  "Free some space, or ask the operator of the server to.":
    "Libérez de l'espace ou demandez-le à l'exploitant du serveur.",
  "Send the extension that the response names.": "Envoyez l'extension que la réponse indique.",
  "Log in to the network, for example on its portal page.":
    "Connectez-vous au réseau, par exemple sur sa page d'accueil.",
  "Correct the fields that `errors` lists.": "Corrigez les champs que `errors` liste.",
  "Send valid JSON in UTF-8.": "Envoyez du JSON valide en UTF-8.",
  "Log in and send the credentials that `challenge` asks for.":
    "Connectez-vous et envoyez les identifiants que `challenge` demande.",
  "Check the path against the documentation of the API.":
    "Comparez le chemin à la documentation de l'API.",
  "Use one of the methods that `allow` lists.": "Utilisez l'une des méthodes que `allow` liste.",
  "Send the credentials that `challenge` asks for.":
    "Envoyez les identifiants que `challenge` demande.",
  "Choose another value.": "Choisissez une autre valeur.",
  "Refer to something that exists.": "Faites référence à quelque chose qui existe.",
  "Remove the references first.": "Supprimez d'abord les références.",
  "Send a smaller body.": "Envoyez un corps plus petit.",
  "Switch to the protocol that `protocol` names.": "Passez au protocole que `protocol` indique.",
  "Report it to the operator of the server with the `requestId`.":
    "Signalez-le à l'exploitant du serveur avec le `requestId`.",
};
