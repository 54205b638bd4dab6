// The scenario in a worker; the request that it answers says where.
import * as library from "sigfox-api-users";
import { scenario } from "./scenario.mjs";

export default {
  async fetch(request) {
    return Response.json(await scenario(library, await request.json()));
  },
};
