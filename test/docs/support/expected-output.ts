/**
 * What an example says that it prints: the comment behind each `console.log`, or the comment lines
 * that follow it. `…` stands for anything within the line.
 */
export function expectedOutput(code: string): RegExp {
  const expected: string[] = [];
  let prints = false;
  for (const line of code.split('\n')) {
    const [, own] = /^\s*\/\/ (.*)$/.exec(line) ?? [];
    const [, behind] = /console\.log\(.*\);?(?: *})? *\/\/ (.*)$/.exec(line) ?? [];
    if (behind !== undefined) expected.push(behind);
    else if (own !== undefined && prints) expected.push(own);
    prints =
      behind === undefined && (line.includes('console.log(') || (prints && own !== undefined));
  }
  const lines = expected.map((line) => line.trim().split('…').map(escaped).join('.*'));
  return RegExp(`^${lines.map((line) => `\\s*${line}\\s*\n`).join('')}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
