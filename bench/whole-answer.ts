const headEnd = Buffer.from("\r\n\r\n");
const lastChunk = Buffer.from("0\r\n\r\n");

/** Tells whether the bytes that came are a whole answer. */
export function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf(headEnd);
  if (end < 0) return false;
  const head = answer.toString("latin1", 0, end).toLowerCase();
  const at = head.indexOf("\r\ncontent-length: ");
  if (at < 0) return answer.subarray(-5).equals(lastChunk);
  return answer.length >= end + headEnd.length + Number.parseInt(head.slice(at + 18), 10);
}
