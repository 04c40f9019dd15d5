import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** An address inside the practice's own network, or none at all. */
export class AddressRefused extends Error {}

/** Networks that are not the internet (IANA's special-purpose registries for IPv4 and IPv6). */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(network, prefix, 'ipv4');
}

/** Of IPv6 only what is given out to the public counts as outside. */
const publicIpv6 = new BlockList();
publicIpv6.addSubnet('2000::', 3, 'ipv6');
/** Of that: Teredo, documentation, benchmarks and 6to4, which can lead inside again. */
const insideIpv6 = new BlockList();
insideIpv6.addSubnet('2001::', 23, 'ipv6');
insideIpv6.addSubnet('2001:db8::', 32, 'ipv6');
insideIpv6.addSubnet('2002::', 16, 'ipv6');
insideIpv6.addSubnet('3fff::', 20, 'ipv6');

/** Whether an IP address is on the internet: not loopback, private, link-local, mapped or reserved. */
export function isOutside(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, 'ipv4');
  if (family !== 6) return false;
  return publicIpv6.check(address, 'ipv6') && !insideIpv6.check(address, 'ipv6');
}

/**
 * Resolves a name for a connection and refuses when any of its addresses lies inside. The connection
 * goes to the address that was checked, so a second answer of the name server changes nothing.
 */
export const lookupOutside: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || first === undefined)
      return callback(error ?? new AddressRefused('no address'), '');
    if (!addresses.every(({ address }) => isOutside(address))) {
      return callback(new AddressRefused('an inside address'), '');
    }
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
