// The scenario in a page, and the fake itself: whoever opens it finds them on the window.
import * as library from "sigfox-api-users";
import { useFake } from "./fake.mjs";
import { scenario } from "./scenario.mjs";

globalThis.useFake = () => useFake(false);
globalThis.runScenario = (place) => scenario(library, place);
