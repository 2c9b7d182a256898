/** Lines of a JSON text, from 1, by the paths of what begins there: `$.States.Resize.Retry[0]`. Ends where the text is no JSON any more. */
export function jsonLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  new Scanner(text, lines).value('$');
  return lines;
}

/** The line of a path, or of what holds it where the text has no such path. */
export function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  for (let at = normal(path); at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['), 0))) {
    const line = lines.get(at);
    if (line !== undefined) {
      return line;
    }
  }

  return 1;
}

/** The path of a state, in whatever scope it is; null where the text has none of that name. */
export function pathOfState(lines: ReadonlyMap<string, number>, state: string): string | null {
  const end = `.States.${state}`;
  return [...lines.keys()].find((path) => path.endsWith(end)) ?? null;
}

/** `$['States']['A']` and `$.States.A` are the same. */
const normal = (path: string): string => path.replaceAll(/\[['"]([^'"]*)['"]\]/g, '.$1');

class Scanner {
  private at = 0;
  private line = 1;

  constructor(private readonly text: string, private readonly lines: Map<string, number>) {}

  /** @returns whether a whole value was there. */
  value(path: string): boolean {
    this.space();
    this.lines.set(path, this.line);
    switch (this.text[this.at]) {
      case '{':
        return this.members(path);
      case '[':
        return this.items(path);
      case '"':
        return this.string() !== null;
      default: {
        const word = /^[-+.\w]+/.exec(this.text.slice(this.at, this.at + 40))?.[0];
        this.at += word?.length ?? 0;
        return word !== undefined;
      }
    }
  }

  private members(path: string): boolean {
    return this.list('}', () => {
      const { line } = this;
      const name = this.string();
      this.space();
      if (name === null || this.text[this.at++] !== ':') {
        return false;
      }

      const inner = `${path}.${name}`;
      const whole = this.value(inner);
      this.lines.set(inner, line);
      return whole;
    });
  }

  private items(path: string): boolean {
    let index = 0;
    return this.list(']', () => this.value(`${path}[${index++}]`));
  }

  private list(close: string, one: () => boolean): boolean {
    this.at++;
    for (this.space(); this.text[this.at] !== close; this.space()) {
      if (!one()) {
        return false;
      }

      this.space();
      if (this.text[this.at] === ',') {
        this.at++;
      } else if (this.text[this.at] !== close) {
        return false;
      }
    }

    this.at++;
    return true;
  }

  private string(): string | null {
    const rest = /"(?:[^"\\\n]|\\.)*"/y;
    rest.lastIndex = this.at;
    const match = rest.exec(this.text)?.[0];
    if (match === undefined) {
      return null;
    }

    this.at += match.length;
    try {
      return JSON.parse(match) as string;
    } catch {
      return null;
    }
  }

  private space(): void {
    for (; /\s/.test(this.text[this.at] ?? ''); this.at++) {
      this.line += this.text[this.at] === '\n' ? 1 : 0;
    }
  }
}
