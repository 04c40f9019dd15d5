import { observer, type types } from 'mediasoup';

/** Every consumer and producer of mediasoup in this process, by id, to look at how it stands. */
export const consumers = new Map<string, types.Consumer>();
export const producers = new Map<string, types.Producer>();

observer.on('newworker', (worker) => {
  worker.observer.on('newrouter', (router) => {
    router.observer.on('newtransport', (transport) => {
      transport.observer.on('newproducer', (producer) => {
        producers.set(producer.id, producer);
        producer.observer.once('close', () => producers.delete(producer.id));
      });
      transport.observer.on('newconsumer', (consumer) => {
        consumers.set(consumer.id, consumer);
        consumer.observer.once('close', () => consumers.delete(consumer.id));
      });
    });
  });
});
