/** What the demo waits for and did not see, or can't do. */
export class StepFailed extends Error {}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Names what is done, for the message where it fails. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StepFailed ? error : new StepFailed(`${name}: ${reason(error)}`, { cause: error });
  }
}
