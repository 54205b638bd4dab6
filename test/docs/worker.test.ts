import { createFakeApi } from "../../src/testing/index";
import { moduleOf } from "./support/run";

interface Worker {
  fetch(request: Request, env: Record<string, string>): Promise<Response>;
}

it("answers from inside a worker with a page that holds no password", async () => {
  const { default: worker } = moduleOf("guides/runtimes.md", "worker") as { default: Worker };
  const fake = createFakeApi({ users: 30 });
  const { fetch } = globalThis;
  globalThis.fetch = fake.fetch;
  try {
    const { username, password } = fake.auth;
    const env = { SIGFOX_API_LOGIN: username, SIGFOX_API_PASSWORD: password };
    const response = await worker.fetch(new Request("https://worker.example/"), env);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ offset: 0, nextOffset: 20, hasNext: true });
    expect(text).not.toContain(password);
  } finally {
    globalThis.fetch = fetch;
  }
});
