import type { problemTexts } from "../problem-texts.ts";

/** The advice of the built-in codes in Spanish. */
export const spanishFixes: Readonly<Record<(typeof problemTexts)["fixes"][number], string>> = {
  "Correct the request; `detail` says what is wrong.":
    "Corrija la solicitud; `detail` dice qué está mal.",
  "Pay, then send the request again.": "Pague y envíe la solicitud de nuevo.",
  "Ask for permission, or use another account.": "Pida permiso o use otra cuenta.",
  "Check the identifier.": "Compruebe el identificador.",
  "Change or remove the `Accept` header.": "Cambie o quite la cabecera `Accept`.",
  "Send the request again on a new connection.": "Envíe la solicitud de nuevo por otra conexión.",
  "Read the resource again, then decide whether to send a new request.":
    "Lea el recurso de nuevo y decida si envía otra solicitud.",
  "Remove links to the resource.": "Quite los enlaces al recurso.",
  "Send the length of the body.": "Envíe la longitud del cuerpo.",
  "Send less in one request.": "Envíe menos en una solicitud.",
  "Move data from the query to a request body.":
    "Pase los datos de la dirección al cuerpo de la solicitud.",
  "Send JSON in UTF-8. If the response has an `Accept-Encoding` header, it lists the supported encodings.":
    "Envíe JSON en UTF-8. Si la respuesta tiene la cabecera `Accept-Encoding`, esta enumera las codificaciones admitidas.",
  "Request a range within the length that `Content-Range` states.":
    "Pida un rango dentro de la longitud que indica `Content-Range`.",
  "Send the request without the `Expect` header.": "Envíe la solicitud sin la cabecera `Expect`.",
  "Send the request to the right host on a new connection.":
    "Envíe la solicitud al servidor correcto por otra conexión.",
  "Correct the content; `detail` says what is wrong.":
    "Corrija el contenido; `detail` dice qué está mal.",
  "Wait until the resource is unlocked.": "Espere a que el recurso se desbloquee.",
  "Make the other action succeed first.": "Haga que la otra acción tenga éxito primero.",
  "Send the request again after the TLS handshake.":
    "Envíe la solicitud de nuevo tras la negociación TLS.",
  "Send `If-Match` with the `ETag` that you read.": "Envíe `If-Match` con el `ETag` que leyó.",
  "Wait for the time that `Retry-After` states.": "Espere el tiempo que indica `Retry-After`.",
  "Send fewer or smaller headers, for example fewer cookies.":
    "Envíe menos cabeceras o más cortas, por ejemplo menos cookies.",
  "Nothing. A `Link` header may name who blocks the resource.":
    "Nada. Una cabecera `Link` puede indicar quién bloquea el recurso.",
  "Nothing until the server supports it.": "Nada hasta que el servidor lo admita.",
  "Try again later.": "Inténtelo más tarde.",
  "Try again after the time that `Retry-After` states.":
    "Inténtelo de nuevo tras el tiempo que indica `Retry-After`.",
  "Use HTTP/1.1 or later.": "Use HTTP/1.1 o posterior.",
  "Report it to the operator of the server.": "Avise al operador del servidor.",
  "Free some space, or ask the operator of the server to.":
    "Libere espacio o pídaselo al operador del servidor.",
  "Send the extension that the response names.": "Envíe la extensión que nombra la respuesta.",
  "Log in to the network, for example on its portal page.":
    "Inicie sesión en la red, por ejemplo en su portal.",
  "Correct the fields that `errors` lists.": "Corrija los campos que enumera `errors`.",
  "Send valid JSON in UTF-8.": "Envíe JSON válido en UTF-8.",
  "Log in and send the credentials that `challenge` asks for.":
    "Inicie sesión y envíe las credenciales que pide `challenge`.",
  "Check the path against the documentation of the API.":
    "Compare la ruta con la documentación de la API.",
  "Use one of the methods that `allow` lists.": "Use uno de los métodos que enumera `allow`.",
  "Send the credentials that `challenge` asks for.": "Envíe las credenciales que pide `challenge`.",
  "Choose another value.": "Elija otro valor.",
  "Refer to something that exists.": "Haga referencia a algo que exista.",
  "Remove the references first.": "Quite primero las referencias.",
  "Send a smaller body.": "Envíe un cuerpo más pequeño.",
  "Switch to the protocol that `protocol` names.": "Cambie al protocolo que indica `protocol`.",
  "Report it to the operator of the server with the `requestId`.":
    "Avise al operador del servidor con el `requestId`.",
};
