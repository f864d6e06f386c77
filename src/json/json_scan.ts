/** Position of the quote that ends a string which begins at `opening`. */
function string_end(text: string, opening: number): number | undefined {
  let [at] = string.find(text, '["\\]', opening + 1);
  while (at !== undefined && string.byte(text, at) === 0x5c) [at] = string.find(text, '["\\]', at + 2);
  return at;
}

export { string_end };
