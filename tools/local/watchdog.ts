import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** Standard input ends when the process that holds the other end does, however it dies. */
const SCRIPT = `
pid=$1 data=$2 grace=$3
shift 3
read -r _
sleep "$grace"
[ "$(head -n 1 "$data/postmaster.pid" 2>/dev/null)" = "$pid" ] && kill -INT "$pid"
[ $# -gt 0 ] || exit 0
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -e "$data/postmaster.pid" ] || break
  sleep 1
done
rm -rf -- "$@"
`;

/**
 * Sees to it that a server does not outlive this process, even if that is killed.
 * @param graceSeconds what the server's clients get to finish in
 * @param deleted folders to delete after that
 * @returns a function that calls the watch off, for when the server has been stopped
 */
export function watchOver(dataDir: string, pid: number, graceSeconds: number, deleted: string[]): () => void {
  const args = [String(pid), dataDir, String(graceSeconds), ...deleted];
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', ...args], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.on('error', () => undefined);
  shell.unref();
  (shell.stdin as Socket).unref();
  return () => void shell.kill('SIGKILL');
}
