import { readFileSync } from 'node:fs';

/** How many packets the kernel has dropped so far because a UDP socket's buffer was full, by local port. */
export function udpDrops(): Map<number, number> {
  const drops = new Map<number, number>();
  for (const line of readFileSync('/proc/net/udp', 'utf8').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16);
    const dropped = Number(fields.at(-1));
    if (port > 0) drops.set(port, (drops.get(port) ?? 0) + dropped);
  }
  return drops;
}
