import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notChecked, planted, row, type Finding } from './row.ts';
import { composeFaults, imageFaults } from './supply/image.ts';
import {
  advisories,
  auditFinding,
  consistentTree,
  listedScripts,
  lockedContents,
  readLock,
  readManifest,
  type LockFile,
} from './supply/packages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lock = readLock(root);
const manifest = readManifest(root);
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const known = await advisories(root);

const now = (check: () => Finding) => () => Promise.resolve(check());

row(
  'supply',
  'each package is locked to its contents',
  now(() => lockedContents(lock)),
);
row('supply', 'what is installed is what is locked', () => consistentTree(root));
row(
  'supply',
  'install scripts are listed, and none runs',
  now(() => listedScripts(root, lock, manifest)),
);
row(
  'supply',
  'the image runs as an ordinary user',
  now(() => imageFaults(dockerfile)),
);
row(
  'supply',
  'its services are confined, on a read-only file system',
  now(() => composeFaults(compose)),
);
if (known)
  row(
    'supply',
    'no package has a known critical fault',
    now(() => known),
  );
else notChecked('supply', 'no package has a known critical fault', 'the registry here knows of no advisories');

/** A lock file with one more package. */
const withPackage = (locked: object): LockFile => ({
  ...lock,
  packages: { ...lock.packages, 'node_modules/planted': { version: '1.0.0', integrity: 'sha512-x', ...locked } },
});

planted(
  'supply',
  'a package without a digest',
  now(() => lockedContents(withPackage({ integrity: undefined }))),
);
planted(
  'supply',
  'a package from elsewhere',
  now(() => lockedContents(withPackage({ resolved: 'https://example.org/' }))),
);
planted('supply', 'a package that is asked for and not installed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'contacts-supply-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"planted","dependencies":{"undici":"^7.0.0"}}');
  const finding = await consistentTree(folder);
  rmSync(folder, { recursive: true });
  return finding;
});
planted('supply', 'a known critical fault', () => {
  const vulnerabilities = { planted: { name: 'planted', severity: 'critical' } };
  const report = { vulnerabilities, metadata: { vulnerabilities: { critical: 1, total: 1 } } };
  return Promise.resolve(auditFinding(JSON.stringify(report)) ?? { measured: 'nothing', faults: [] });
});
planted(
  'supply',
  'an install script that is not listed',
  now(() => {
    return listedScripts(root, withPackage({ hasInstallScript: true }), manifest);
  }),
);
planted(
  'supply',
  'an image that runs as root',
  now(() => imageFaults(dockerfile.replace(/^USER .*$/m, ''))),
);
planted(
  'supply',
  'an image that runs install scripts',
  now(() => imageFaults(dockerfile.replaceAll(' --ignore-scripts', ''))),
);
planted(
  'supply',
  'a file system that may be changed',
  now(() => composeFaults(compose.replace(/^ *read_only: .*$/m, ''))),
);
planted(
  'supply',
  'a service that may gain privileges',
  now(() => composeFaults(compose.replace(/^ *security_opt: .*$/m, ''))),
);
