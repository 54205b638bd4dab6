/**
 * Stands in for vitest, which is not installed here: what the examples use of it has the same names and types in Jest. They were tried
 * with vitest itself.
 */
export { afterEach, beforeEach, describe, expect, jest as vi, test } from "@jest/globals";
