/** What a log is written to: a stream, or what is like one. */
export interface LogOutput {
  write(text: string): unknown;
}

/**
 * Writes the lines of one turn of the event loop at once: under load, a system call for many requests instead of one
 * each. What is left when the process ends goes out before it does.
 */
export function batched(output: LogOutput): LogOutput {
  let pending = '';
  const flush = (): void => {
    const text = pending;
    pending = '';
    if (text !== '') output.write(text);
  };
  process.on('exit', flush);
  return {
    write: (line) => {
      if (pending === '') setImmediate(flush);
      pending += line;
    },
  };
}
