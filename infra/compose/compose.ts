/** What docker-compose.yml must be like: whole, pinned, closed. Each rule gives a sentence when it is broken. */
import { parseDocument } from 'yaml';
import { checkDockerfile, imageProblem, isRoot } from './dockerfile.ts';

export interface ComposeFacts {
  /** Whether a path exists, relative to the repository. */
  exists: (path: string) => boolean;
  /** The text of a file of the repository. */
  read: (path: string) => string;
  /** Names that a service's program reads from its environment; undefined while unknown. */
  environmentOf: (service: string) => ReadonlySet<string> | undefined;
  nodeVersion: string | undefined;
}

type Mapping = Record<string, unknown>;

const keysAtTop = new Set(['name', 'services', 'networks', 'volumes', 'x-hardened']);
const keysOfService = new Set(
  'build cap_add cap_drop command depends_on environment healthcheck image networks ports read_only restart security_opt stop_grace_period tmpfs user volumes'.split(
    ' ',
  ),
);
/** The services of the stack, and what each may publish: container ports, or none. */
const publishedPorts: Record<string, readonly string[]> = {
  proxy: ['8080', '8443'],
  coturn: ['3478'],
  sfu: ['media'],
  signaling: [],
  postgres: [],
  redis: [],
};

/** Takes the text of docker-compose.yml; gives a sentence for each thing that is wrong. */
export function checkCompose(text: string, facts: ComposeFacts): string[] {
  const document = parseDocument(text, { merge: true });
  if (document.errors.length > 0) {
    return document.errors.map((error) => `docker-compose.yml: ${error.message.split('\n')[0]}`);
  }
  const root = mapping(document.toJS());
  const services = mapping(root.services);
  const networks = mapping(root.networks);
  const found: string[] = [];
  for (const key of Object.keys(root)) {
    if (!keysAtTop.has(key)) found.push(`docker-compose.yml: the key ${key} is unknown.`);
  }
  for (const name of Object.keys(publishedPorts)) {
    if (!(name in services)) found.push(`docker-compose.yml: the service ${name} is missing.`);
  }
  for (const [name, value] of Object.entries(services)) {
    const service = mapping(value);
    const problems = [
      ...shapeProblems(service),
      ...originProblems(service, facts),
      ...hardeningProblems(service),
      ...portProblems(name, service),
      ...referenceProblems(service, services, networks, mapping(root.volumes), facts),
      ...environmentProblems(name, service, facts),
    ];
    found.push(...problems.map((problem) => `service ${name}: ${problem}`));
  }
  found.push(...privateProblems(services, networks));
  return found;
}

function shapeProblems(service: Mapping): string[] {
  const unknown = Object.keys(service).filter((key) => !keysOfService.has(key));
  const found = unknown.map((key) => `the key ${key} is unknown.`);
  if (typeof service.restart !== 'string') found.push('restart is missing.');
  const health = mapping(service.healthcheck);
  const test = list(health.test);
  if (test.length < 2 || !['CMD', 'CMD-SHELL'].includes(test[0] ?? '')) {
    found.push('a healthcheck with a test is missing.');
  }
  for (const key of ['interval', 'timeout']) {
    if (!/^\d+s$/.test(String(health[key]))) found.push(`healthcheck.${key} must be like 5s.`);
  }
  return found;
}

function originProblems(service: Mapping, facts: ComposeFacts): string[] {
  if (typeof service.image === 'string' && service.build === undefined) {
    const problem = imageProblem(service.image);
    return problem ? [problem] : [];
  }
  const build = mapping(service.build);
  if (service.image !== undefined || typeof build.dockerfile !== 'string') {
    return ['needs either an image or a build with a dockerfile.'];
  }
  if (build.context !== '.') return ['must be built with the repository as its context.'];
  if (!facts.exists(build.dockerfile)) return [`${build.dockerfile} does not exist.`];
  return checkDockerfile(build.dockerfile, facts.read(build.dockerfile), facts);
}

function hardeningProblems(service: Mapping): string[] {
  const found: string[] = [];
  if (service.read_only !== true) found.push('its file system must be read_only.');
  if (!list(service.cap_drop).includes('ALL')) found.push('must drop all capabilities.');
  if (list(service.cap_add).some((one) => one !== 'NET_BIND_SERVICE')) {
    found.push('may add no capability but NET_BIND_SERVICE.');
  }
  if (!list(service.security_opt).includes('no-new-privileges:true')) {
    found.push('must have no-new-privileges.');
  }
  const user = service.user;
  if (service.image !== undefined && typeof user !== 'string') {
    found.push('must name a user that is not root.');
  }
  if (typeof user === 'string' && isRoot(user)) found.push('must not run as root.');
  return found;
}

function portProblems(name: string, service: Mapping): string[] {
  const environment = mapping(service.environment);
  const ports = list(service.ports);
  if (name === 'sfu') {
    const first = Number(environment.MEDIA_PORT);
    const range = `${first}-${first + Number(environment.SFU_WORKERS) - 1}`;
    const wanted = ['udp', 'tcp'].map((protocol) => `${range}:${range}/${protocol}`);
    return ports.toSorted().join() === wanted.toSorted().join()
      ? []
      : [`must publish exactly the media ports: ${wanted.join(' and ')}.`];
  }
  const allowed = publishedPorts[name] ?? [];
  return ports
    .filter(
      (port) =>
        !allowed.includes(
          port
            .replace(/\/(udp|tcp)$/, '')
            .split(':')
            .at(-1) ?? '',
        ),
    )
    .map((port) => `must not publish ${port}.`);
}

function referenceProblems(
  service: Mapping,
  services: Mapping,
  networks: Mapping,
  volumes: Mapping,
  facts: ComposeFacts,
): string[] {
  const used = names(service.networks);
  const found = used
    .filter((one) => !(one in networks))
    .map((one) => `the network ${one} is not declared.`);
  if (used.length === 0) found.push('is in no network.');
  for (const one of names(service.depends_on)) {
    if (!(one in services)) found.push(`depends on ${one}, which is no service.`);
  }
  for (const volume of list(service.volumes)) {
    const [source = '', , mode] = volume.split(':');
    if (source.startsWith('.')) {
      if (!facts.exists(source)) found.push(`mounts ${source}, which does not exist.`);
      if (mode !== 'ro') found.push(`must mount ${source} read-only.`);
    } else if (!(source in volumes)) found.push(`the volume ${source} is not declared.`);
  }
  return found;
}

function environmentProblems(name: string, service: Mapping, facts: ComposeFacts): string[] {
  const found: string[] = [];
  const known = facts.environmentOf(name);
  for (const [key, value] of Object.entries(mapping(service.environment))) {
    if (known && !known.has(key)) found.push(`${key} is not read by its program.`);
    if (typeof value !== 'string') found.push(`${key} must be a text.`);
    if (
      /(SECRET|PASSWORD|AUTH|VAULT_KEY)$/.test(key) &&
      !/^\$\{\w+:\?[^}]*\}$/.test(String(value))
    ) {
      found.push(`${key} must come from outside, without a default, like \${${key}:?}.`);
    }
  }
  const text = JSON.stringify([service.environment, service.command]);
  for (const [reference] of text.matchAll(/\$(\{[^}]*\}|\w+)/g)) {
    if (!/^\$\{\w+:[?-]/.test(reference)) {
      found.push(`${reference} says neither a default (:-) nor that it is needed (:?).`);
    }
  }
  return found;
}

/** What only our own processes may reach stays on networks without a way in or out. */
function privateProblems(services: Mapping, networks: Mapping): string[] {
  const isInternal = (name: string) => mapping(networks[name]).internal === true;
  const found: string[] = [];
  for (const name of ['postgres', 'redis']) {
    if (!names(mapping(services[name]).networks).every(isInternal)) {
      found.push(`service ${name}: may only be in an internal network.`);
    }
  }
  const sfu = mapping(services.sfu);
  const controlHost = mapping(sfu.environment).SFU_HOST;
  const own = Object.entries(mapping(sfu.networks)).filter(([name]) => isInternal(name));
  if (!own.some(([, value]) => mapping(value).ipv4_address === controlHost)) {
    found.push('service sfu: SFU_HOST must be its own address in an internal network.');
  }
  return found;
}

function mapping(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? list(value) : Object.keys(mapping(value));
}
