// Shared by every emulator: listens on a free port of the loopback interface and prints the port to standard output. It ends when its
// standard input closes, which happens however the process that started it ends.
export function serve(server) {
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
  process.stdin.on('close', () => process.exit()).resume();
}
