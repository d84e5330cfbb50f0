/** Hands what was fetched to the browser as a file; it is kept nowhere else. The generated types take a body for text. */
export function saveFile(content: unknown, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content as Blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
