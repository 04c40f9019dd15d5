import type { SfuNotice, SfuNoticeName } from '@gabinet/shared/contracts/sfu';

/** Tells every connected signaling process. */
export type Notify = <N extends SfuNoticeName>(name: N, notice: SfuNotice<N>) => void;
