/**
 * Fills `{{name}}` placeholders. Double braces, because Keycloak gives `${…}` a meaning of its own.
 * @throws when a placeholder has no value, or a value no placeholder: then template and code disagree.
 */
export function render(template: string, values: Readonly<Record<string, string | number>>): string {
  const unused = new Set(Object.keys(values));
  const text = template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the template asks for {{${name}}}, which nobody gives`);
    unused.delete(name);
    return String(value);
  });
  if (unused.size > 0) throw new Error(`the template has no place for ${[...unused].join(', ')}`);
  return text;
}
