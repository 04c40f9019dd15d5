import { startProduct } from './product/Product.ts';
import { startReference } from './reference/Reference.ts';
import type { SideOptions } from './sides.ts';

/** Both sides over the same kind of line. */
export async function startBoth(options: SideOptions) {
  const reference = await startReference(options);
  try {
    const ours = await startProduct(options);
    return {
      ours,
      reference,
      async stop() {
        await ours.stop();
        await reference.stop();
      },
    };
  } catch (error) {
    await reference.stop();
    throw error;
  }
}
