/** Loaded into a program of ours before its own code: SIGUSR2 collects its garbage. Needs `--expose-gc`. */
process.on('SIGUSR2', () =>
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }),
);
