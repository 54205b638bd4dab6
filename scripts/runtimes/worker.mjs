// The scenario in a worker, and the fake itself; the request that it answers says where the scenario takes place.
import * as library from "sigfox-api-users";
import { useFake } from "./fake.mjs";
import { scenario } from "./scenario.mjs";

export default {
  async fetch(request) {
    return Response.json({ fake: await useFake(false), steps: await scenario(library, await request.json()) });
  },
};
