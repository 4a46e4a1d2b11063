/** How many bytes of a page are searched for its declaration (HTML Standard, "prescan a byte stream": 1024). */
const prescanBytes = 1024;

/**
 * Decodes a page to text: a byte order mark, then the header's charset, then the page's own declaration, then UTF-8 where
 * the bytes are valid UTF-8, else windows-1252 (the HTML Standard's order, less its guesses by locale).
 */
export function decodeText(body: Buffer, contentType: string): string {
  const marked = byteOrderMark(body);
  const declared = marked ?? known(headerCharset(contentType)) ?? known(pageCharset(body));
  if (declared) return new TextDecoder(declared).decode(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return new TextDecoder('windows-1252').decode(body);
  }
}

function byteOrderMark(body: Buffer): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  return null;
}

function headerCharset(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1];
}

function pageCharset(body: Buffer): string | undefined {
  const start = body.subarray(0, prescanBytes).toString('latin1');
  const label = /<meta[^>]{1,300}?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start)?.[1];
  // A page whose declaration could be read as ASCII is not UTF-16, whatever it says.
  return label && /^utf-?16/i.test(label) ? 'utf-8' : label;
}

function known(label: string | undefined): string | null {
  if (!label) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}
