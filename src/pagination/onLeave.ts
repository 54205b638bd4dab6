/**
 * Calls a listener as soon as a consumer leaves a generator. The generator itself learns of it only when it gives something again: what
 * it waits for at the moment would go on.
 */
export function onLeave<T>(
  generator: AsyncGenerator<T, void, undefined>,
  listener: () => void,
): AsyncGenerator<T, void, undefined> {
  const end = generator.return.bind(generator);
  const fail = generator.throw.bind(generator);
  generator.return = (value) => {
    listener();
    return end(value);
  };
  generator.throw = (error) => {
    listener();
    return fail(error);
  };
  return generator;
}
