import { existsSync, readFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from '../row.ts';

/** A package as package-lock.json has it. */
interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly hasInstallScript?: boolean;
}

export interface LockFile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly gypfile?: boolean;
  /** Packages with install scripts, and whether they may run. */
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

const REGISTRY = 'https://registry.npmjs.org/';

export const readLock = (folder: string): LockFile =>
  JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as LockFile;

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Each package but the root, by where it is installed. */
const packagesOf = ({ packages }: LockFile): [path: string, locked: LockedPackage][] =>
  Object.entries(packages).filter(([path]) => path !== '');

const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

/** Whether each package of a lock file is fixed to its contents; the builds for other platforms may lack that. */
export function lockedContents(lock: LockFile): Finding {
  const packages = packagesOf(lock);
  const forPlatform = ({ optional, os, cpu }: LockedPackage): boolean => optional === true && (os ?? cpu) !== undefined;
  const open = packages.filter(([, { integrity }]) => integrity === undefined);
  const weak = packages.filter(([, { integrity }]) => integrity !== undefined && !integrity.startsWith('sha512-'));
  const elsewhere = packages.filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith(REGISTRY));
  const versionless = packages.filter(([, { version }]) => version === undefined);
  const named = (what: string, some: typeof packages): string[] => some.map(([path]) => `${nameOf(path)} ${what}`);
  return {
    measured: `${packages.length} packages, ${open.length} builds for other platforms without a digest`,
    faults: [
      ...named(
        'has no digest',
        open.filter(([, locked]) => !forPlatform(locked)),
      ),
      ...named('has a weak digest', weak),
      ...named('is from elsewhere', elsewhere),
      ...named('has no version', versionless),
    ],
  };
}

/** Whether what is installed in a folder is what its package.json asks for, as npm sees it. */
export async function consistentTree(folder: string): Promise<Finding> {
  const { stdout } = await npm(folder, ['ls', '--all', '--json']);
  const { problems = [], dependencies = {} } = JSON.parse(stdout) as { problems?: string[]; dependencies?: object };
  return { measured: `${Object.keys(dependencies).length} direct dependencies`, faults: problems };
}

/** What the registry knows of the packages' faults; undefined where it does not say. */
export async function advisories(folder: string): Promise<Finding | undefined> {
  const { stdout } = await npm(folder, ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000']);
  return auditFinding(stdout);
}

/** @param report what `npm audit --json` printed; undefined if it tells of no result */
export function auditFinding(report: string): Finding | undefined {
  const { metadata, vulnerabilities = {} } = parsed(report);
  if (!metadata) return undefined;
  const critical = Object.values(vulnerabilities).filter(({ severity }) => severity === 'critical');
  const counts = Object.entries(metadata.vulnerabilities).map(([severity, count]) => `${count} ${severity}`);
  return { measured: counts.join(', '), faults: critical.map(({ name }) => `${name} has a known critical fault`) };
}

interface AuditReport {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
  readonly vulnerabilities?: Readonly<Record<string, { readonly name: string; readonly severity: string }>>;
}

function parsed(report: string): AuditReport {
  try {
    return JSON.parse(report) as AuditReport;
  } catch {
    return {};
  }
}

/** npm reports what it found by its exit code as well; what it prints tells more. */
function npm(folder: string, args: string[]): Promise<{ stdout: string }> {
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: folder, maxBuffer: 1 << 28 }, (_fault, stdout) => resolve({ stdout }));
  });
}

/** What npm would run while it installs a package: its own scripts, or a build of its native code. */
function installScripts({ scripts = {}, gypfile }: Manifest, folder: string): string[] {
  const own = ['preinstall', 'install', 'postinstall'].filter((name) => scripts[name] !== undefined);
  const builds = gypfile !== false && own.length === 0 && existsSync(join(folder, 'binding.gyp'));
  return builds ? ['node-gyp rebuild'] : own;
}

/**
 * Whether each package with an install script, installed here or locked for elsewhere, is on the list `allowScripts`,
 * and npm is told to run none.
 */
export function listedScripts(root: string, lock: LockFile, { allowScripts = {} }: Manifest): Finding {
  const locked = packagesOf(lock).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const installed = packagesOf(lock).filter(([path]) => {
    const folder = join(root, path);
    return existsSync(folder) && installScripts(readManifest(folder), folder).length > 0;
  });
  const names = new Set([...locked, ...installed].map(([path]) => nameOf(path)));
  const ignores = /^ignore-scripts\s*=\s*true$/m.test(readFileSync(join(root, '.npmrc'), 'utf8'));
  return {
    measured: `${names.size} packages with install scripts, all listed, none run`,
    faults: [
      ...[...names].filter((name) => !(name in allowScripts)).map((name) => `${name} has an install script`),
      ...Object.keys(allowScripts)
        .filter((name) => !names.has(name))
        .map((name) => `${name} is listed and has none`),
      ...Object.entries(allowScripts)
        .filter(([, may]) => may)
        .map(([name]) => `${name} may run its script`),
      ...(ignores ? [] : ['.npmrc lets install scripts run']),
    ],
  };
}
