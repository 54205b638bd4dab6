// The scenario in a page: whoever opens it finds it on the window.
import * as library from "sigfox-api-users";
import { scenario } from "./scenario.mjs";

globalThis.runScenario = (place) => scenario(library, place);
