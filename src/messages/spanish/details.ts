import type { problemTexts } from "../problem-texts.ts";

/** The sentences about one failure in Spanish. */
export const spanishDetails: Readonly<Record<(typeof problemTexts)["details"][number], string>> = {
  "The body is not valid JSON.": "El cuerpo no es JSON válido.",
  "The body must be a JSON object or array.": "El cuerpo debe ser un objeto o una lista de JSON.",
  "The body may not exceed {} bytes.": "El cuerpo no puede superar los {} bytes.",
  "The compressed body cannot be decompressed.": "El cuerpo comprimido no se puede descomprimir.",
  "The request ended before its body was complete.":
    "La solicitud terminó antes de que su cuerpo estuviera completo.",
  "The body is not as long as its Content-Length says.":
    "El cuerpo no tiene la longitud que indica Content-Length.",
  "The form has too many fields.": "El formulario tiene demasiados campos.",
  "The form is nested too deeply.": "El formulario está anidado a demasiada profundidad.",
  "The charset of the body is not supported. Send UTF-8.":
    "El juego de caracteres del cuerpo no se admite. Envíe UTF-8.",
  "The Content-Encoding of the body is not supported.":
    "La codificación (Content-Encoding) del cuerpo no se admite.",
  "The body did not pass verification.": "El cuerpo no superó la verificación.",
  "The path has invalid percent-encoding.": "La ruta tiene una codificación porcentual no válida.",
  "No route matches this path.": "Nada corresponde a esta ruta.",
  "This resource supports {}.": "Este recurso admite {}.",
  "Something went wrong on our side. Quote the request id if you contact us.":
    "Algo ha fallado por nuestra parte. Indique el identificador de la solicitud si se pone en contacto con nosotros.",
  "The server took too long to respond. Try again later.":
    "El servidor tardó demasiado en responder. Inténtelo más tarde.",
  "The body of the request did not arrive in time.": "El cuerpo de la solicitud no llegó a tiempo.",
  "The server is shutting down.": "El servidor se está deteniendo.",
  "The server is out of resources. Try again later.":
    "El servidor no tiene recursos. Inténtelo más tarde.",
  "The database is not available right now. Try again later.":
    "La base de datos no está disponible ahora. Inténtelo más tarde.",
  "The database is busy right now. Try again in a moment.":
    "La base de datos está ocupada ahora. Inténtelo en un momento.",
  "The database accepts no changes right now. Try again later.":
    "La base de datos no acepta cambios ahora. Inténtelo más tarde.",
  "The database took too long to respond. Try again later.":
    "La base de datos tardó demasiado en responder. Inténtelo más tarde.",
  "A service this one depends on is not available right now. Try again later.":
    "Un servicio del que depende este no está disponible ahora. Inténtelo más tarde.",
  "A service this one depends on is busy right now. Try again in a moment.":
    "Un servicio del que depende este está ocupado ahora. Inténtelo en un momento.",
  "A service this one depends on took too long to respond. Try again later.":
    "Un servicio del que depende este tardó demasiado en responder. Inténtelo más tarde.",
  "A service this one depends on sent no usable response.":
    "Un servicio del que depende este no envió una respuesta utilizable.",
  "There is no such entry.": "No existe esa entrada.",
  "The entry was changed in the meantime. Load it again.":
    "La entrada cambió mientras tanto. Cárguela de nuevo.",
  "The request conflicts with an existing entry.":
    "La solicitud entra en conflicto con una entrada existente.",
  "Too many requests. Try again later.": "Demasiadas solicitudes. Inténtelo más tarde.",
  "The request has no access token.": "La solicitud no tiene token de acceso.",
  "The access token has expired.": "El token de acceso ha caducado.",
  "The access token is not valid yet.": "El token de acceso aún no es válido.",
  "The access token is not valid.": "El token de acceso no es válido.",
  "The access token was revoked.": "El token de acceso fue revocado.",
  "The access token does not allow this.": "El token de acceso no permite esto.",
  "The CSRF token is missing or not valid. Load the form again.":
    "El token CSRF falta o no es válido. Cargue el formulario de nuevo.",
  "The card was declined.": "La tarjeta fue rechazada.",
  "The signature of the webhook is not valid.": "La firma del webhook no es válida.",
  "The file is too large.": "El archivo es demasiado grande.",
  "The form has too many files.": "El formulario tiene demasiados archivos.",
  "A field of the form is too long.": "Un campo del formulario es demasiado largo.",
  "The form has too many parts.": "El formulario tiene demasiadas partes.",
  "The form is malformed.": "El formulario está mal formado.",
  "The form ended before it was complete.": "El formulario terminó antes de estar completo.",
  "is already in use": "ya está en uso",
  "does not exist": "no existe",
  "is still referenced": "todavía está en uso",
  "conflicts with an existing entry": "entra en conflicto con una entrada existente",
  "is too large": "es demasiado grande",
  "is too long": "es demasiado largo",
  "is one too many": "sobra",
  "has too many files": "tiene demasiados archivos",
  "is not a file that is expected": "no es un archivo esperado",
};
