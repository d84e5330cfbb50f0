/** What was typed, as the tag's type wants it in JSON. */
export function supplementValue(value: string | number, type: string): string | number | boolean {
  switch (type) {
    case "flag":
      return value === "true";
    case "text":
    case "date":
      return String(value);
    default:
      return Number(value);
  }
}
