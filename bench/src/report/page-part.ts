/**
 * Puts what a run has shown in the place of what the last one had, between the markers that a command's name makes.
 *
 * @throws Error where the page has no such markers
 */
export function withPart(page: string, command: string, part: string): string {
  const begin = `<!-- ${command}: begin -->`;
  const end = `<!-- ${command}: end -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new Error(`the page lacks ${begin} or ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${part}\n\n${page.slice(to)}`;
}
