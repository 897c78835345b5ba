/** What a client that looks at no change reads of a batch. */
export interface Batch {
  readonly acknowledge: number;
  readonly from: string;
  readonly to: string;
  readonly changes: number;
  readonly bytes: number;
}

const HEAD = /^2(\d+)\["changes",\{"from":(\{[^}]*\}),"to":(\{[^}]*\}),"items":\[/;
const CHANGE = '{"txn_id":';

/**
 * Reads the head of a batch as it comes over the wire, and counts its changes without making objects of them: browsers do that on machines of their own.
 *
 * @returns undefined where it is another packet
 * @throws Error where it is a batch, and not laid out as expected
 */
export function batchOf(packet: string): Batch | undefined {
  const head = HEAD.exec(packet);
  if (head === null) {
    if (/^2\d*\["changes"/.test(packet)) throw new Error(`unknown batch ${packet.slice(0, 200)}`);
    return undefined;
  }
  let changes = 0;
  for (let at = packet.indexOf(CHANGE); at !== -1; at = packet.indexOf(CHANGE, at + 1)) changes += 1;
  const [, id, from = '', to = ''] = head;
  return { acknowledge: Number(id), from, to, changes, bytes: packet.length };
}
