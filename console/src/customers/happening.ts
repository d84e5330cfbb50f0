/** What a page sends with everything and a reader learns nothing from, or what the line says already. */
const TECHNICAL = new Set(["contactId", "path", "url", "referrer", "search", "route", "channel", "label", "node"]);
const SHOWN_MAX = 6;

/** An event's properties as a reader takes them in; `name` becomes the headline of a view. Null when they are no JSON object. */
export function happening(detail: string): { name: string; facts: [string, string][] } | null {
  let properties: unknown;
  try {
    properties = JSON.parse(detail);
  } catch {
    return null;
  }
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) return null;
  const all = Object.entries(properties as Record<string, unknown>);
  const name =
    typeof (properties as { name?: unknown }).name === "string" ? String((properties as { name: string }).name) : "";
  const title = (properties as { title?: unknown }).title;
  const facts = all
    .filter(([key, value]) => !TECHNICAL.has(key) && key !== "name" && value !== "" && value !== null)
    // A view is named; its browser title says the same again.
    .filter(([key]) => !(key === "title" && name !== "" && typeof title === "string"))
    .slice(0, SHOWN_MAX)
    .map(([key, value]): [string, string] => [key, typeof value === "object" ? JSON.stringify(value) : String(value)]);
  return { name, facts };
}
