import { readable } from "../inspect/to-json-value.ts";
import { isObject } from "../misuse/check-options.ts";
import { describeReceived } from "../misuse/describe-received.ts";
import { currentScope } from "./request-scope.ts";

/**
 * Adds facts for the operator to the current request. If the request fails, its record has them in `context`, with those
 * of the error; if both have a member, the error's is taken. Has no effect outside a request, and without
 * `requestContext`.
 *
 * @param context The facts, such as ids. They are never sent to the client.
 *
 * @throws {TypeError} If `context` is not an object.
 *
 * @example
 * async function charge(order: Order): Promise<void> {
 *   addContext({ orderId: order.id, attempt: order.attempts });
 *   await payments.charge(order);
 * }
 */
export function addContext(context: Readonly<Record<string, unknown>>): void {
  if (!isObject(context)) {
    throw new TypeError(
      `addContext: context must be an object, got ${describeReceived(context)}. Write for example { orderId: "o_17" }.`,
    );
  }
  const scope = currentScope();
  if (!scope) return;
  // A getter that throws must not replace the failure of the request.
  const members = Object.keys(context).map((name) => [name, readable(context, name)]);
  scope.context = { ...scope.context, ...Object.fromEntries(members) };
}
