const maxDescriptionLength = 1000;
const minDescriptionLength = 20;
const maxHeadlineLength = 160;

/** Words to a language model, which no company describes itself with; whoever wrote them, the rest is not to be believed. */
const addressesMachine =
  /\b(ignore|disregard|forget) (all |any |the )?(previous|prior|above|earlier)\b|\bsystem prompt\b|\byou are (now )?(an? )?(ai|language model|assistant)\b/i;

/** A description fit to be kept: whole sentences of at most 1,000 characters; null if there are none. */
export function describe(text: string): string | null {
  if (addressesMachine.test(text)) return null;
  if (/<\w|\{\{|https?:\/\/\S+$/.test(text) || text.length < minDescriptionLength) return null;
  if (text.length <= maxDescriptionLength) return text;
  const cut = text.slice(0, maxDescriptionLength);
  const end = Math.max(...['. ', '! ', '? ', '。'].map((mark) => cut.lastIndexOf(mark)));
  return end >= minDescriptionLength ? cut.slice(0, end + 1) : null;
}

/** A short line about somebody, on one line and whole; null where it is none. */
export function headline(text: string): string | null {
  const isPlain = !addressesMachine.test(text) && !/[<>{}]|https?:\/\//.test(text) && /\p{L}/u.test(text);
  return isPlain && text.length <= maxHeadlineLength ? text : null;
}
