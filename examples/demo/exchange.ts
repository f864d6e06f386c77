/** One HTTP request between Prosody and the application, and its answer. */
export interface Exchange {
  number: number;
  /** When it was asked, in Unix milliseconds. */
  at: number;
  asker: Party;
  method: string;
  path: string;
  question: string;
  status: number;
  answer: string;
  milliseconds: number;
}

export type Party = "Prosody" | "application";
