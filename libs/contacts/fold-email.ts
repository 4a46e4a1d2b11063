/**
 * The form in which two emails are the same, as the database's `fold_email` gives it: composed, and in lower case letter
 * by letter (Unicode's simple mapping), whatever stands beside it.
 */
export function foldEmail(email: string): string {
  return Array.from(email.replace(/^ +| +$/g, '').normalize('NFC'), lowered).join('');
}

/** Only one letter (İ) becomes two in lower case, of which the simple mapping has the first. */
function lowered(letter: string): string {
  const [first = ''] = letter.toLowerCase();
  return first;
}
