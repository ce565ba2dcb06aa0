import { spawn } from 'node:child_process';

/** Asks the system to show an address in the person's browser; where it cannot, nothing happens. */
export function openInBrowser(origin: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', origin]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', origin]
        : ['xdg-open', origin];
  const child = spawn(command as string, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
