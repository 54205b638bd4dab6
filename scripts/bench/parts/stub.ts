import { contenders } from "../clients";
import { interleave, type Durations } from "../measure";
import { settings } from "../part";
import { stubServer } from "../stubServer";
import { pageText, userAt } from "../users";

export interface StubResult {
  /** Bytes of the answers. */
  readonly bytes: { readonly get: number; readonly list: number };
  /** Microseconds a call. */
  readonly get: Durations;
  readonly list: Durations;
  /** The list again, of API users that come without their password. */
  readonly listWithoutPasswords: Durations;
  readonly missing: readonly string[];
}

const withoutPasswords = (text: string): string =>
  JSON.stringify(JSON.parse(text), (name, value: unknown) => (name === "accessToken" ? undefined : value));

/** What the clients cost in time when the network costs nothing: one API user of 0.4 KB, and a page of 100 of them. */
export default async function stub(): Promise<StubResult> {
  const user = userAt(7);
  const texts = { get: JSON.stringify(user), list: pageText(0, 100, 100) };
  const one = await contenders(stubServer(texts.get));
  const { rounds = 30 } = settings;
  const lists = async (text: string): Promise<Durations> => {
    const { present } = await contenders(stubServer(text));
    return await interleave(
      present.map(({ name, list }) => ({ name, run: () => list(100) })),
      { rounds, runs: 100 },
    );
  };
  return {
    bytes: { get: texts.get.length, list: texts.list.length },
    get: await interleave(
      one.present.map(({ name, get }) => ({ name, run: () => get(user.id) })),
      { rounds, runs: 2_000 },
    ),
    list: await lists(texts.list),
    listWithoutPasswords: await lists(withoutPasswords(texts.list)),
    missing: one.missing,
  };
}
