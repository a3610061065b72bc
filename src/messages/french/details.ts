import type { problemTexts } from "../problem-texts.ts";

/** The sentences about one failure in French. */
export const frenchDetails: Readonly<Record<(typeof problemTexts)["details"][number], string>> = {
  "The body is not valid JSON.": "Le corps n'est pas du JSON valide.",
  "The body must be a JSON object or array.": "Le corps doit être un objet ou un tableau JSON.",
  "The body may not exceed {} bytes.": "Le corps ne peut pas dépasser {} octets.",
  "The compressed body cannot be decompressed.": "Le corps compressé ne peut pas être décompressé.",
  "The request ended before its body was complete.":
    "La requête s'est terminée avant que son corps soit complet.",
  "The body is not as long as its Content-Length says.":
    "Le corps n'a pas la longueur que Content-Length annonce.",
  "The form has too many fields.": "Le formulaire a trop de champs.",
  "The form is nested too deeply.": "Le formulaire est imbriqué trop profondément.",
  "The charset of the body is not supported. Send UTF-8.":
    "Le jeu de caractères du corps n'est pas pris en charge. Envoyez de l'UTF-8.",
  "The Content-Encoding of the body is not supported.":
    "L'encodage (Content-Encoding) du corps n'est pas pris en charge.",
  "The body did not pass verification.": "Le corps n'a pas passé la vérification.",
  "The path has invalid percent-encoding.": "Le chemin contient un encodage-pourcent non valide.",
  "No route matches this path.": "Rien ne correspond à ce chemin.",
  "This resource supports {}.": "Cette ressource prend en charge {}.",
  "Something went wrong on our side. Quote the request id if you contact us.":
    "Une erreur s'est produite de notre côté. Indiquez l'identifiant de la requête si vous nous contactez.",
  "The server took too long to respond. Try again later.":
    "Le serveur a mis trop de temps à répondre. Réessayez plus tard.",
  "The body of the request did not arrive in time.":
    "Le corps de la requête n'est pas arrivé à temps.",
  "The server is shutting down.": "Le serveur est en cours d'arrêt.",
  "The server is out of resources. Try again later.":
    "Le serveur est à court de ressources. Réessayez plus tard.",
  "The database is not available right now. Try again later.":
    "La base de données est indisponible pour le moment. Réessayez plus tard.",
  "The database is busy right now. Try again in a moment.":
    "La base de données est occupée pour le moment. Réessayez dans un instant.",
  "The database accepts no changes right now. Try again later.":
    "La base de données n'accepte aucune modification pour le moment. Réessayez plus tard.",
  "The database took too long to respond. Try again later.":
    "La base de données a mis trop de temps à répondre. Réessayez plus tard.",
  "A service this one depends on is not available right now. Try again later.":
    "Un service dont celui-ci dépend est indisponible pour le moment. Réessayez plus tard.",
  "A service this one depends on is busy right now. Try again in a moment.":
    "Un service dont celui-ci dépend est occupé pour le moment. Réessayez dans un instant.",
  "A service this one depends on took too long to respond. Try again later.":
    "Un service dont celui-ci dépend a mis trop de temps à répondre. Réessayez plus tard.",
  "A service this one depends on sent no usable response.":
    "Un service dont celui-ci dépend n'a pas envoyé de réponse utilisable.",
  "There is no such entry.": "Cette entrée n'existe pas.",
  "The entry was changed in the meantime. Load it again.":
    "L'entrée a été modifiée entre-temps. Rechargez-la.",
  "The request conflicts with an existing entry.":
    "La requête est en conflit avec une entrée existante.",
  "Too many requests. Try again later.": "Trop de requêtes. Réessayez plus tard.",
  "The request has no access token.": "La requête n'a pas de jeton d'accès.",
  "The access token has expired.": "Le jeton d'accès a expiré.",
  "The access token is not valid yet.": "Le jeton d'accès n'est pas encore valide.",
  "The access token is not valid.": "Le jeton d'accès n'est pas valide.",
  "The access token was revoked.": "Le jeton d'accès a été révoqué.",
  "The access token does not allow this.": "Le jeton d'accès ne permet pas cela.",
  "The CSRF token is missing or not valid. Load the form again.":
    "Le jeton CSRF est absent ou non valide. Rechargez le formulaire.",
  "The card was declined.": "La carte a été refusée.",
  "The signature of the webhook is not valid.": "La signature du webhook n'est pas valide.",
  "The file is too large.": "Le fichier est trop volumineux.",
  "The form has too many files.": "Le formulaire a trop de fichiers.",
  "A field of the form is too long.": "Un champ du formulaire est trop long.",
  "The form has too many parts.": "Le formulaire a trop de parties.",
  "The form is malformed.": "Le formulaire est mal formé.",
  "The form ended before it was complete.": "Le formulaire s'est terminé avant d'être complet.",
  "is already in use": "est déjà utilisé",
  "does not exist": "n'existe pas",
  "is still referenced": "est encore utilisé",
  "conflicts with an existing entry": "est en conflit avec une entrée existante",
  "is too large": "est trop volumineux",
  "is too long": "est trop long",
  "is one too many": "est de trop",
  "has too many files": "a trop de fichiers",
  "is not a file that is expected": "n'est pas un fichier attendu",
};
