// The part of dynamodb-local.mjs that runs inside the network namespace.
//
//   node dynamodb-local-inside.mjs <folder of the jar> <path of the socket>
import { spawn, spawnSync } from 'node:child_process';
import * as net from 'node:net';
import { setTimeout } from 'node:timers/promises';

const [folder, socket] = process.argv.slice(2);
const port = 8000;
spawnSync('ip', ['link', 'set', 'lo', 'up']);
const jvm = ['-Xmx256m', '-XX:TieredStopAtLevel=1', `-Djava.library.path=${folder}/DynamoDBLocal_lib`];
const java = spawn('java', [...jvm, '-jar', `${folder}/DynamoDBLocal.jar`, '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
java.on('exit', (code) => process.exit(code ?? 1));
process.on('exit', () => java.kill('SIGKILL'));
process.stdin.on('close', () => process.exit()).resume();

while (!(await isListening())) {
  await setTimeout(100);
}
net.createServer((outer) => {
  const inner = net.connect(port, '127.0.0.1');
  outer.on('error', () => inner.destroy()).on('close', () => inner.destroy()).pipe(inner);
  inner.on('error', () => outer.destroy()).on('close', () => outer.destroy()).pipe(outer);
}).listen(socket, () => console.log('ready'));

function isListening() {
  return new Promise((resolve) => {
    const probe = net.connect(port, '127.0.0.1', () => resolve(probe.end() && true)).on('error', () => resolve(false));
  });
}
