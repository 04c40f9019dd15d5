import { AppError } from '@gabinet/shared/contracts/errors';
import type {
  ConsumerSetup,
  IceServer,
  RtpCapabilitiesMessage,
  RtpParametersMessage,
  TransportSetup,
} from '@gabinet/shared/contracts/media';
import { ortc } from 'mediasoup-client';
import type {
  DtlsParameters,
  FingerprintAlgorithm,
  IceCandidate,
  IceParameters,
  RtpCapabilities,
  RtpParameters,
  TransportOptions,
} from 'mediasoup-client/types';

/**
 * From the contracts' loose WebRTC shapes to mediasoup-client's exact ones. Its own validator is the
 * check; what fails it is an INTERNAL error of the service, not of the person.
 */

const algorithms: readonly FingerprintAlgorithm[] = [
  'sha-1',
  'sha-224',
  'sha-256',
  'sha-384',
  'sha-512',
];
const candidateTypes: readonly IceCandidate['type'][] = ['host', 'srflx', 'prflx', 'relay'];

/** A transport as signaling describes it, as mediasoup-client's transport options. */
export function toTransportOptions(setup: TransportSetup): TransportOptions {
  return {
    id: setup.transportId,
    iceParameters: toIceParameters(setup.iceParameters),
    iceCandidates: setup.iceCandidates.map(toIceCandidate),
    dtlsParameters: toDtlsParameters(setup.dtlsParameters),
  };
}

/** ICE parameters; an SFU is ICE-lite where it says nothing else. */
export function toIceParameters(message: TransportSetup['iceParameters']): IceParameters {
  const { usernameFragment, password, iceLite } = message;
  return { usernameFragment, password, iceLite: iceLite ?? true };
}

/** The operator's STUN and TURN servers, as the browser wants them. */
export function toIceServers(servers: readonly IceServer[]): RTCIceServer[] {
  return servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
}

/** A consumer's RTP parameters, checked. */
export function toRtpParameters({
  rtpParameters,
}: Pick<ConsumerSetup, 'rtpParameters'>): RtpParameters {
  if (isRtpParameters(rtpParameters)) return rtpParameters;
  throw new AppError('INTERNAL');
}

/** A router's RTP capabilities, checked. */
export function toRtpCapabilities(message: RtpCapabilitiesMessage): RtpCapabilities {
  if (isRtpCapabilities(message)) return message;
  throw new AppError('INTERNAL');
}

/**
 * A producer's RTP parameters in the contract's form. Whether an encoding is active just now is the
 * page's own matter and is left out.
 */
export function toParametersMessage(parameters: RtpParameters): RtpParametersMessage {
  return {
    ...parameters,
    encodings: (parameters.encodings ?? []).map(({ active: _, ...encoding }) => encoding),
  };
}

function toIceCandidate(candidate: TransportSetup['iceCandidates'][number]): IceCandidate {
  const type = candidateTypes.find((one) => one === candidate.type);
  if (!type) throw new AppError('INTERNAL');
  const { foundation, priority, address, ip, protocol, port } = candidate;
  const plain: IceCandidate = { foundation, priority, address, ip, protocol, port, type };
  return protocol === 'tcp' ? { ...plain, tcpType: 'passive' } : plain;
}

function toDtlsParameters(message: TransportSetup['dtlsParameters']): DtlsParameters {
  return {
    role: message.role ?? 'auto',
    fingerprints: message.fingerprints.map(({ algorithm, value }) => {
      const known = algorithms.find((one) => one === algorithm);
      if (!known) throw new AppError('INTERNAL');
      return { algorithm: known, value };
    }),
  };
}

function isRtpParameters(value: object): value is RtpParameters {
  return passes(ortc.validateAndNormalizeRtpParameters, value);
}

function isRtpCapabilities(value: object): value is RtpCapabilities {
  return passes(ortc.validateAndNormalizeRtpCapabilities, value);
}

/** mediasoup-client's validators take any object and throw a TypeError for a wrong one. */
function passes<T extends object>(validate: (value: T) => void, value: object): value is T {
  try {
    validate(value as T);
    return true;
  } catch {
    return false;
  }
}
