/** An answer that reports success is not what the contract promises; the message says what is wrong with it. */
export class Unfit extends Error {}
