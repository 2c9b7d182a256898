/**
 * Maps JSON paths, such as `$.States.Resize.Retry[0]`, to the lines on which their values begin, from 1. Stops where the text is no
 * longer valid JSON.
 */
export function jsonLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  new Scanner(text, lines).readValue('$');
  return lines;
}

/** The line of a path, or of its nearest parent when the text has no such path. */
export function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  for (let position = normalizePath(path); position !== ''; position = position.slice(0, Math.max(position.lastIndexOf('.'), position.lastIndexOf('['), 0))) {
    const line = lines.get(position);
    if (line !== undefined) {
      return line;
    }
  }

  return 1;
}

/** The path of a state in any scope. Null when the text has no state of that name. */
export function pathOfState(lines: ReadonlyMap<string, number>, state: string): string | null {
  const end = `.States.${state}`;
  return [...lines.keys()].find((path) => path.endsWith(end)) ?? null;
}

/** `$['States']['A']` and `$.States.A` are the same. */
const normalizePath = (path: string): string => path.replaceAll(/\[['"]([^'"]*)['"]\]/g, '.$1');

class Scanner {
  private position = 0;
  private line = 1;

  constructor(private readonly text: string, private readonly lines: Map<string, number>) {}

  /** @returns whether it read a complete value */
  readValue(path: string): boolean {
    this.skipSpace();
    this.lines.set(path, this.line);
    switch (this.text[this.position]) {
      case '{':
        return this.readMembers(path);
      case '[':
        return this.readElements(path);
      case '"':
        return this.readString() !== null;
      default: {
        const word = /^[-+.\w]+/.exec(this.text.slice(this.position, this.position + 40))?.[0];
        this.position += word?.length ?? 0;
        return word !== undefined;
      }
    }
  }

  private readMembers(path: string): boolean {
    return this.readList('}', () => {
      const { line } = this;
      const name = this.readString();
      this.skipSpace();
      if (name === null || this.text[this.position++] !== ':') {
        return false;
      }

      const inner = `${path}.${name}`;
      const whole = this.readValue(inner);
      this.lines.set(inner, line);
      return whole;
    });
  }

  private readElements(path: string): boolean {
    let index = 0;
    return this.readList(']', () => this.readValue(`${path}[${index++}]`));
  }

  private readList(close: string, readElement: () => boolean): boolean {
    this.position++;
    for (this.skipSpace(); this.text[this.position] !== close; this.skipSpace()) {
      if (!readElement()) {
        return false;
      }

      this.skipSpace();
      if (this.text[this.position] === ',') {
        this.position++;
      } else if (this.text[this.position] !== close) {
        return false;
      }
    }

    this.position++;
    return true;
  }

  private readString(): string | null {
    const rest = /"(?:[^"\\\n]|\\.)*"/y;
    rest.lastIndex = this.position;
    const match = rest.exec(this.text)?.[0];
    if (match === undefined) {
      return null;
    }

    this.position += match.length;
    try {
      return JSON.parse(match) as string;
    } catch {
      return null;
    }
  }

  private skipSpace(): void {
    for (; /\s/.test(this.text[this.position] ?? ''); this.position++) {
      this.line += this.text[this.position] === '\n' ? 1 : 0;
    }
  }
}
