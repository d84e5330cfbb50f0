/** A document as YAML, for people to read and edit. The server accepts YAML and JSON alike. */
export function toYaml(value: unknown): string {
  if (isScalar(value) || isEmpty(value)) return `${scalar(value)}\n`;
  return `${lines(value, 0).join("\n")}\n`;
}

function lines(value: unknown, depth: number): string[] {
  const pad = "  ".repeat(depth);
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      if (isScalar(item) || isEmpty(item) || isFlat(item)) return [`${pad}- ${inline(item)}`];
      const inner = lines(item, depth + 1);
      return [`${pad}- ${(inner[0] ?? "").trimStart()}`, ...inner.slice(1)];
    });
  }
  return Object.entries(value as Record<string, unknown>).flatMap(([key, item]) => {
    const name = scalar(key);
    if (isScalar(item) || isEmpty(item) || isFlat(item)) return [`${pad}${name}: ${inline(item)}`];
    return [`${pad}${name}:`, ...lines(item, depth + 1)];
  });
}

const FLAT_LENGTH_MAX = 90;

/** Short, with only scalars in it: fits one line. */
function isFlat(value: unknown): boolean {
  const parts = Array.isArray(value) ? value : typeof value === "object" && value !== null ? Object.values(value) : [];
  return parts.every((part) => isScalar(part) || isFlatList(part)) && inline(value).length <= FLAT_LENGTH_MAX;
}

function isFlatList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isScalar);
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${inline(item)}`);
    return parts.length === 0 ? "{}" : `{${parts.join(", ")}}`;
  }
  return scalar(value);
}

function isScalar(value: unknown): boolean {
  return value === null || value === undefined || typeof value !== "object";
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** Words that a YAML reader would take for something else than text. */
const MISREAD = /^(?:true|false|yes|no|on|off|null|~|-?[\d.][\d_.eE:+-]*|)$/i;
const PLAIN = /^[\p{L}\p{N}_./][\p{L}\p{N}_./ ()（）、，。：；—–-]*$/u;

function scalar(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "[]";
  if (typeof value === "object") return "{}";
  const text = String(value);
  return PLAIN.test(text) && !MISREAD.test(text) && text === text.trim() ? text : JSON.stringify(text);
}
