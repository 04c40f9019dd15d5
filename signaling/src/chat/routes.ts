import { type RouteParts, route } from '../transport/route.ts';
import type { ChatImages } from './ChatImages.ts';

/** Mounts the images of the chat (rule C7). */
export function mountChatImages(parts: RouteParts, images: ChatImages): void {
  route(parts, 'putChatImage', async (image, { browserSession, readBytes }) => {
    await images.put(browserSession, image, readBytes);
    return {};
  });
  route(parts, 'chatImage', async (image, { browserSession }) => ({
    bytes: await images.get(browserSession, image),
  }));
}
