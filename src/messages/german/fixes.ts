import type { problemTexts } from "../problem-texts.ts";

/** The advice of the built-in codes in German. */
export const germanFixes: Readonly<Record<(typeof problemTexts)["fixes"][number], string>> = {
  "Correct the request; `detail` says what is wrong.":
    "Korrigieren Sie die Anfrage; `detail` sagt, was falsch ist.",
  "Pay, then send the request again.": "Bezahlen Sie und senden Sie die Anfrage dann erneut.",
  "Ask for permission, or use another account.":
    "Bitten Sie um die Erlaubnis, oder verwenden Sie ein anderes Konto.",
  "Check the identifier.": "Prüfen Sie die Kennung.",
  "Change or remove the `Accept` header.": "Ändern oder entfernen Sie die Kopfzeile `Accept`.",
  "Send the request again on a new connection.":
    "Senden Sie die Anfrage über eine neue Verbindung erneut.",
  "Read the resource again, then decide whether to send a new request.":
    "Lesen Sie die Ressource erneut und entscheiden Sie dann, ob Sie eine neue Anfrage senden.",
  "Remove links to the resource.": "Entfernen Sie die Links auf die Ressource.",
  "Send the length of the body.": "Senden Sie die Länge des Inhalts.",
  "Send less in one request.": "Senden Sie weniger in einer Anfrage.",
  "Move data from the query to a request body.":
    "Senden Sie die Daten im Inhalt der Anfrage statt in der Adresse.",
  "Send JSON in UTF-8. If the response has an `Accept-Encoding` header, it lists the supported encodings.":
    "Senden Sie JSON in UTF-8. Hat die Antwort eine Kopfzeile `Accept-Encoding`, so nennt sie die unterstützten Kodierungen.",
  "Request a range within the length that `Content-Range` states.":
    "Fordern Sie einen Bereich innerhalb der Länge an, die `Content-Range` nennt.",
  "Send the request without the `Expect` header.":
    "Senden Sie die Anfrage ohne die Kopfzeile `Expect`.",
  "Send the request to the right host on a new connection.":
    "Senden Sie die Anfrage über eine neue Verbindung an den richtigen Server.",
  "Correct the content; `detail` says what is wrong.":
    "Korrigieren Sie den Inhalt; `detail` sagt, was falsch ist.",
  "Wait until the resource is unlocked.": "Warten Sie, bis die Ressource nicht mehr gesperrt ist.",
  "Make the other action succeed first.":
    "Sorgen Sie zuerst dafür, dass die andere Aktion gelingt.",
  "Send the request again after the TLS handshake.":
    "Senden Sie die Anfrage nach dem TLS-Handshake erneut.",
  "Send `If-Match` with the `ETag` that you read.":
    "Senden Sie `If-Match` mit dem `ETag`, das Sie gelesen haben.",
  "Wait for the time that `Retry-After` states.": "Warten Sie die Zeit, die `Retry-After` nennt.",
  "Send fewer or smaller headers, for example fewer cookies.":
    "Senden Sie weniger oder kürzere Kopfzeilen, zum Beispiel weniger Cookies.",
  "Nothing. A `Link` header may name who blocks the resource.":
    "Nichts. Eine Kopfzeile `Link` kann nennen, wer die Ressource sperrt.",
  "Nothing until the server supports it.": "Nichts, bis der Server es unterstützt.",
  "Try again later.": "Versuchen Sie es später erneut.",
  "Try again after the time that `Retry-After` states.":
    "Versuchen Sie es nach der Zeit erneut, die `Retry-After` nennt.",
  "Use HTTP/1.1 or later.": "Verwenden Sie HTTP/1.1 oder neuer.",
  "Report it to the operator of the server.": "Melden Sie es dem Betreiber des Servers.",
  "Free some space, or ask the operator of the server to.":
    "Geben Sie Speicherplatz frei, oder bitten Sie den Betreiber des Servers darum.",
  "Send the extension that the response names.":
    "Senden Sie die Erweiterung, die die Antwort nennt.",
  "Log in to the network, for example on its portal page.":
    "Melden Sie sich im Netzwerk an, zum Beispiel auf seiner Portalseite.",
  "Correct the fields that `errors` lists.": "Korrigieren Sie die Felder, die `errors` nennt.",
  "Send valid JSON in UTF-8.": "Senden Sie gültiges JSON in UTF-8.",
  "Log in and send the credentials that `challenge` asks for.":
    "Melden Sie sich an und senden Sie die Zugangsdaten, die `challenge` verlangt.",
  "Check the path against the documentation of the API.":
    "Vergleichen Sie den Pfad mit der Dokumentation der API.",
  "Use one of the methods that `allow` lists.":
    "Verwenden Sie eine der Methoden, die `allow` nennt.",
  "Send the credentials that `challenge` asks for.":
    "Senden Sie die Zugangsdaten, die `challenge` verlangt.",
  "Choose another value.": "Wählen Sie einen anderen Wert.",
  "Refer to something that exists.": "Verweisen Sie auf etwas, das es gibt.",
  "Remove the references first.": "Entfernen Sie zuerst die Verweise.",
  "Send a smaller body.": "Senden Sie einen kleineren Inhalt.",
  "Switch to the protocol that `protocol` names.":
    "Wechseln Sie zu dem Protokoll, das `protocol` nennt.",
  "Report it to the operator of the server with the `requestId`.":
    "Melden Sie es dem Betreiber des Servers mit der `requestId`.",
};
