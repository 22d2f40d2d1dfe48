/** Does the work and prints what it took: wall time and the processor time of this process, in milliseconds. */
export async function timed(work: () => Promise<void>): Promise<void> {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ wall, cpu: (user + system) / 1000 }));
}
