/** What a Dockerfile must be like here: it parses, is pinned, copies what exists, and ends without root. */

const instructions = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

export interface Instruction {
  name: string;
  rest: string;
}

export interface DockerfileFacts {
  /** Whether a path exists in the build context. */
  exists: (path: string) => boolean;
  /** The Node version that package.json pins; images of Node must have the same. */
  nodeVersion: string | undefined;
}

/** Takes a Dockerfile's text; gives its instructions, with continued lines joined and comments left out. */
export function parseDockerfile(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
  const joined = lines.join('\n').replaceAll(/\\\n\s*/g, '');
  return joined
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.search(/\s/);
      const name = space < 0 ? line : line.slice(0, space);
      return { name, rest: space < 0 ? '' : line.slice(space).trim() };
    });
}

/** Takes a Dockerfile's text; gives a sentence for each thing that is wrong with it. */
export function checkDockerfile(file: string, text: string, facts: DockerfileFacts): string[] {
  const found: string[] = [];
  const say = (sentence: string) => found.push(`${file}: ${sentence}`);
  const parsed = parseDockerfile(text);
  const stages = new Set<string>();
  let user = 'root';
  if (parsed[0]?.name !== 'FROM') say('must begin with FROM.');
  for (const { name, rest } of parsed) {
    if (!instructions.has(name)) say(`has an unknown instruction ${name}.`);
    if (rest === '') say(`has an empty ${name}.`);
    switch (name) {
      case 'FROM': {
        const [image = '', , stage] = rest.split(/\s+/);
        // A stage starts with the user of the stage or image below it; we name ours at the end.
        user = 'root';
        if (!stages.has(image)) {
          const problem = imageProblem(image);
          if (problem) say(problem);
          const nodeTag = /^node:(\d+\.\d+\.\d+)/.exec(image)?.[1];
          if (image.startsWith('node:') && nodeTag !== facts.nodeVersion) {
            say(`uses ${image}, but package.json pins Node ${facts.nodeVersion ?? 'nothing'}.`);
          }
        }
        if (stage) stages.add(stage);
        break;
      }
      case 'COPY':
      case 'ADD':
        for (const problem of copyProblems(rest, stages, facts)) say(problem);
        break;
      case 'USER':
        user = rest;
        break;
      case 'CMD':
      case 'ENTRYPOINT':
        if (!isStringList(rest)) say(`must give ${name} as a JSON list, so that signals arrive.`);
        break;
      default:
    }
  }
  if (isRoot(user)) say('ends as root: name another USER last.');
  return found;
}

/** Takes an image's name; gives a sentence when it isn't pinned to a version, else undefined. */
export function imageProblem(image: string): string | undefined {
  const tag = /:([^:/@]+)(@sha256:[0-9a-f]{64})?$/.exec(image)?.[1];
  if (tag && /^v?\d+\.\d+/.test(tag)) return undefined;
  return `uses ${image}: pin a version, at least with two numbers, and not "latest".`;
}

export function isRoot(user: string): boolean {
  const name = user.split(':')[0];
  return name === 'root' || name === '0' || name === '';
}

function copyProblems(rest: string, stages: Set<string>, facts: DockerfileFacts): string[] {
  const words = rest.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  if (from !== undefined) {
    return stages.has(from) ? [] : [`copies from ${from}, which is no earlier stage.`];
  }
  const paths = words.filter((word) => !word.startsWith('--')).slice(0, -1);
  return paths
    .filter((path) => !facts.exists(path))
    .map((path) => `copies ${path}, which does not exist.`);
}

function isStringList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one) => typeof one === 'string');
  } catch {
    return false;
  }
}
