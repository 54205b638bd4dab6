/** The package that is measured: its modules, as absolute paths. */
export interface Built {
  readonly origin: string;
  /** What is imported by those who use it. */
  readonly name: string;
  readonly index: string;
  readonly testing: string;
}

/** What the bench tells the process of a part. */
export interface PartSettings {
  readonly root: string;
  readonly built: Built;
  readonly rounds?: number | undefined;
}

/** Empty where a module is used outside the process of a part. */
export const settings = JSON.parse(process.argv[2] ?? "{}") as PartSettings;
