import { parse } from 'yaml';
import type { Finding } from '../row.ts';

interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

/** The instructions of a Dockerfile by stage, without comments; lines that go on are joined. */
function stagesOf(dockerfile: string): Instruction[][] {
  const lines = dockerfile
    .replace(/^\s*#.*$/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [keyword = '', ...rest] = line.trim().split(/\s+/);
    if (keyword.toUpperCase() === 'FROM') stages.push([]);
    stages.at(-1)?.push({ keyword: keyword.toUpperCase(), rest: rest.join(' ') });
  }
  return stages;
}

/** Whether an image runs as an ordinary user, holds no secret, and is built from what is locked, running no scripts. */
export function imageFaults(dockerfile: string): Finding {
  const stages = stagesOf(dockerfile);
  const all = stages.flat();
  const last = stages.at(-1) ?? [];
  const user = last.filter(({ keyword }) => keyword === 'USER').at(-1)?.rest ?? 'root';
  const of = (keyword: string, pattern: RegExp, fault: string): string[] =>
    all.filter((one) => one.keyword === keyword && pattern.test(one.rest)).map(({ rest }) => `${fault}: ${rest}`);
  return {
    measured: `${stages.length} stages, runs as ${user}`,
    faults: [
      ...(/^(?:root|0)(?::|$)/.test(user) ? ['runs as root'] : []),
      ...of('FROM', /^(?!.*:)|:latest\b/, 'an image without a version'),
      ...of('RUN', /npm (?:install|i)\b/, 'installs what is not locked'),
      ...of('RUN', /npm ci(?!.*--ignore-scripts)/, 'runs install scripts'),
      ...of('ADD', /./, 'ADD may fetch and unpack; COPY does not'),
      ...of('ENV', /(?:SECRET|PASSWORD|TOKEN|API_KEY)/, 'a secret in the image'),
      ...of('ARG', /(?:SECRET|PASSWORD|TOKEN|API_KEY)/, 'a secret in the image'),
      ...last
        .filter(({ keyword, rest }) => keyword === 'COPY' && rest.includes('--chown'))
        .map(({ rest }) => `code that its user may change: ${rest}`),
    ],
  };
}

interface Service {
  readonly build?: unknown;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: string | readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly pid?: string;
  readonly volumes?: readonly unknown[];
  readonly ports?: readonly unknown[];
}

/** Whether the services of a compose file are confined: all of them somewhat, those of the product's image wholly. */
export function composeFaults(compose: string): Finding {
  const { services } = parse(compose, { merge: true }) as { services: Record<string, Service> };
  const named = Object.entries(services);
  const own = named.filter(([, { build }]) => build !== undefined);
  const faults = [
    ...named.flatMap(([name, service]) => looseFaults(service).map((fault) => `${name} ${fault}`)),
    ...own.flatMap(([name, service]) => ownFaults(service).map((fault) => `${name} ${fault}`)),
  ];
  return { measured: `${named.length} services, ${own.length} of the product's image`, faults };
}

function looseFaults({ privileged, security_opt = [], network_mode, pid, volumes = [] }: Service): string[] {
  const gains = !security_opt.some((option) => /^no-new-privileges(?::true)?$/.test(option));
  return [
    ...(privileged === true ? ['is privileged'] : []),
    ...(gains ? ['may gain privileges'] : []),
    ...(network_mode === 'host' || pid === 'host' ? ['shares what is of the host'] : []),
    ...(JSON.stringify(volumes).includes('docker.sock') ? ['may use Docker'] : []),
  ];
}

function ownFaults({ read_only, tmpfs = [], cap_drop = [], cap_add = [], user = '' }: Service): string[] {
  const scratch = [tmpfs].flat().some((mount) => /^\/tmp(?::|$)/.test(mount));
  return [
    ...(read_only === true ? [] : ['has a file system that it may change']),
    ...(scratch ? [] : ['has no /tmp of its own']),
    ...(cap_drop.includes('ALL') && cap_add.length === 0 ? [] : ['has capabilities']),
    ...(/^(?:root|0)(?::|$)/.test(user) ? ['runs as root'] : []),
  ];
}
