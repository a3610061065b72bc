/** Returns true if Object.prototype has a property named like an option, for example after a deep merge of hostile JSON. */
export function isPolluted(): boolean {
  return (
    everyObject["code"] !== undefined ||
    everyObject["title"] !== undefined ||
    everyObject["typeBase"] !== undefined ||
    everyObject["type"] !== undefined ||
    everyObject["instance"] !== undefined ||
    everyObject["expose"] !== undefined ||
    everyObject["headers"] !== undefined ||
    everyObject["errors"] !== undefined ||
    everyObject["errorCount"] !== undefined ||
    everyObject["extensions"] !== undefined ||
    everyObject["context"] !== undefined ||
    everyObject["stack"] !== undefined
  );
}

const everyObject = Object.prototype as Readonly<Record<string, unknown>>;
