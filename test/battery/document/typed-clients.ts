import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenApiDocument } from '../../support/openapi-check.ts';
import type { Finding } from '../row.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const generator = fileURLToPath(new URL('generate-clients.mjs', import.meta.url));

const TSCONFIG = {
  compilerOptions: {
    ...{ strict: true, target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'], types: ['node'] },
    ...{
      module: 'nodenext',
      moduleResolution: 'nodenext',
      rootDir: '.',
      outDir: 'out',
      incremental: true,
      skipLibCheck: true,
    },
  },
};

/** A folder with the clients that have been generated from a document. */
export interface TypedClients {
  /** Compiles programs by name, strictly. */
  compile(programs: Readonly<Record<string, string>>): Promise<Finding>;
  /** Runs a program that was compiled. @returns the statuses that it told, by operation */
  run(program: string, env: Record<string, string>): Promise<Map<string, number>>;
  remove(): Promise<void>;
}

/** @throws Error if a generator cannot make a client of the document */
export async function generateClients(document: OpenApiDocument): Promise<TypedClients> {
  const folder = await mkdtemp(join(tmpdir(), 'contacts-clients-'));
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await write('package.json', '{"type":"module"}');
  await write('tsconfig.json', JSON.stringify(TSCONFIG));
  await write('openapi.json', JSON.stringify(document));
  const generated = await node([generator, join(folder, 'openapi.json'), folder]);
  if (generated.code !== 0) throw new Error(generated.output);
  return {
    compile: async (programs) => {
      for (const [name, text] of Object.entries(programs)) await write(`${name}.ts`, text);
      const { code, output } = await node([join(root, 'node_modules/typescript/bin/tsc'), '--project', folder]);
      const faults = output.split('\n').filter((line) => line.includes('error TS'));
      return { measured: `${faults.length} errors`, faults: code === 0 ? [] : faults };
    },
    run: async (program, env) => {
      const { output } = await node([join(folder, 'out', `${program}.js`)], env);
      return new Map([...output.matchAll(/^(\w+) (\w+)$/gm)].map(([, name = '', status]) => [name, Number(status)]));
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

function node(args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  const options = { cwd: root, env: { PATH: process.env['PATH'], ...env }, maxBuffer: 1 << 26 };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (fault, stdout, stderr) =>
      resolve({ code: fault ? 1 : 0, output: `${stdout}${stderr}` }),
    );
  });
}
