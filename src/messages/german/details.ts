import type { problemTexts } from "../problem-texts.ts";

/** The sentences about one failure in German. */
export const germanDetails: Readonly<Record<(typeof problemTexts)["details"][number], string>> = {
  "The body is not valid JSON.": "Der Inhalt ist kein gültiges JSON.",
  "The body must be a JSON object or array.":
    "Der Inhalt muss ein JSON-Objekt oder eine JSON-Liste sein.",
  "The body may not exceed {} bytes.": "Der Inhalt darf nicht größer als {} Bytes sein.",
  "The compressed body cannot be decompressed.":
    "Der komprimierte Inhalt lässt sich nicht entpacken.",
  "The request ended before its body was complete.":
    "Die Anfrage endete, bevor ihr Inhalt vollständig war.",
  "The body is not as long as its Content-Length says.":
    "Der Inhalt ist nicht so lang, wie Content-Length sagt.",
  "The form has too many fields.": "Das Formular hat zu viele Felder.",
  "The form is nested too deeply.": "Das Formular ist zu tief verschachtelt.",
  "The charset of the body is not supported. Send UTF-8.":
    "Der Zeichensatz des Inhalts wird nicht unterstützt. Senden Sie UTF-8.",
  "The Content-Encoding of the body is not supported.":
    "Die Kodierung (Content-Encoding) des Inhalts wird nicht unterstützt.",
  "The body did not pass verification.": "Der Inhalt hat die Prüfung nicht bestanden.",
  "The path has invalid percent-encoding.": "Der Pfad hat eine ungültige Prozentkodierung.",
  "No route matches this path.": "Zu diesem Pfad gibt es nichts.",
  "This resource supports {}.": "Diese Ressource unterstützt {}.",
  "Something went wrong on our side. Quote the request id if you contact us.":
    "Bei uns ist etwas schiefgegangen. Nennen Sie die Kennung der Anfrage, wenn Sie sich an uns wenden.",
  "The server took too long to respond. Try again later.":
    "Der Server hat zu lange gebraucht. Versuchen Sie es später erneut.",
  "The body of the request did not arrive in time.":
    "Der Inhalt der Anfrage kam nicht rechtzeitig an.",
  "The server is shutting down.": "Der Server wird gerade beendet.",
  "The server is out of resources. Try again later.":
    "Der Server ist ausgelastet. Versuchen Sie es später erneut.",
  "The database is not available right now. Try again later.":
    "Die Datenbank ist gerade nicht verfügbar. Versuchen Sie es später erneut.",
  "The database is busy right now. Try again in a moment.":
    "Die Datenbank ist gerade ausgelastet. Versuchen Sie es gleich noch einmal.",
  "The database accepts no changes right now. Try again later.":
    "Die Datenbank nimmt gerade keine Änderungen an. Versuchen Sie es später erneut.",
  "The database took too long to respond. Try again later.":
    "Die Datenbank hat zu lange gebraucht. Versuchen Sie es später erneut.",
  "A service this one depends on is not available right now. Try again later.":
    "Ein Dienst, den dieser braucht, ist gerade nicht verfügbar. Versuchen Sie es später erneut.",
  "A service this one depends on is busy right now. Try again in a moment.":
    "Ein Dienst, den dieser braucht, ist gerade ausgelastet. Versuchen Sie es gleich noch einmal.",
  "A service this one depends on took too long to respond. Try again later.":
    "Ein Dienst, den dieser braucht, hat zu lange gebraucht. Versuchen Sie es später erneut.",
  "A service this one depends on sent no usable response.":
    "Ein Dienst, den dieser braucht, hat keine brauchbare Antwort gesendet.",
  "There is no such entry.": "Diesen Eintrag gibt es nicht.",
  "The entry was changed in the meantime. Load it again.":
    "Der Eintrag wurde inzwischen geändert. Laden Sie ihn neu.",
  "The request conflicts with an existing entry.":
    "Die Anfrage steht im Widerspruch zu einem vorhandenen Eintrag.",
  "Too many requests. Try again later.": "Zu viele Anfragen. Versuchen Sie es später erneut.",
  "The request has no access token.": "Die Anfrage hat kein Zugriffstoken.",
  "The access token has expired.": "Das Zugriffstoken ist abgelaufen.",
  "The access token is not valid yet.": "Das Zugriffstoken ist noch nicht gültig.",
  "The access token is not valid.": "Das Zugriffstoken ist nicht gültig.",
  "The access token was revoked.": "Das Zugriffstoken wurde widerrufen.",
  "The access token does not allow this.": "Das Zugriffstoken erlaubt das nicht.",
  "The CSRF token is missing or not valid. Load the form again.":
    "Das CSRF-Token fehlt oder ist ungültig. Laden Sie das Formular neu.",
  "The card was declined.": "Die Karte wurde abgelehnt.",
  "The signature of the webhook is not valid.": "Die Signatur des Webhooks ist ungültig.",
  "The file is too large.": "Die Datei ist zu groß.",
  "The form has too many files.": "Das Formular hat zu viele Dateien.",
  "A field of the form is too long.": "Ein Feld des Formulars ist zu lang.",
  "The form has too many parts.": "Das Formular hat zu viele Teile.",
  "The form is malformed.": "Das Formular ist fehlerhaft.",
  "The form ended before it was complete.": "Das Formular endete, bevor es vollständig war.",
  "is already in use": "wird bereits verwendet",
  "does not exist": "existiert nicht",
  "is still referenced": "wird noch verwendet",
  "conflicts with an existing entry": "steht im Widerspruch zu einem vorhandenen Eintrag",
  "is too large": "ist zu groß",
  "is too long": "ist zu lang",
  "is one too many": "ist eines zu viel",
  "has too many files": "hat zu viele Dateien",
  "is not a file that is expected": "ist keine erwartete Datei",
};
