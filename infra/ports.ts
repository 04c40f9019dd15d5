/** Whether network ports can be taken. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { SetupError, systemErrorCode } from './SetupError.ts';

/** Whether a TCP port can be listened on. Throws a SetupError for a host or port that this user may not use. */
export function portIsFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = systemErrorCode(error);
      if (code === 'EADDRINUSE') resolve(false);
      else if (code === 'EACCES') {
        reject(
          new SetupError(`This user may not listen on port ${port}: set PORT to one above 1023.`),
        );
      } else {
        reject(new SetupError(`${host} is not an address of this machine: correct or unset HOST.`));
      }
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Gives the first free TCP port from the given one on. */
export async function freePort(host: string, first: number): Promise<number> {
  for (let port = first; port < first + 1_000; port += 1) {
    if (await portIsFree(host, port)) return port;
  }
  throw new SetupError(`No free port was found from ${first} on: stop a program that takes them.`);
}

/** Whether each of `count` ports from the first on is free for UDP and TCP, on all addresses. */
export async function mediaPortsAreFree(first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port += 1) {
    if (port > 65_535 || !(await portIsFree('0.0.0.0', port)) || !(await udpPortIsFree(port)))
      return false;
  }
  return true;
}

function udpPortIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
