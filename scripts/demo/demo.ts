import { isSigfoxError } from "../../src/index";
import { againstTheFake } from "./fake";
import { againstTheService } from "./service";

const { SIGFOX_API_LOGIN: username, SIGFOX_API_PASSWORD: password } = process.env;

try {
  if (username && password) await againstTheService({ username, password });
  else await againstTheFake();
} catch (error) {
  // The message says all there is to know of an error of the library; anything else is a bug of the demo.
  console.error(isSigfoxError(error) ? `\nThe demo failed: ${error.message}` : error);
  process.exitCode = 1;
}
