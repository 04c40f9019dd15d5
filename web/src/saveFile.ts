/** Gives a file to the browser, which saves it or offers it to a program that knows its type. */
export function saveFile(name: string, content: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then; the address would otherwise live as long as the page.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
