import { readFileSync } from "node:fs";
import { fromMarkdown } from "mdast-util-from-markdown";

/** A fenced block of a page. */
export interface Block {
  /** The word behind the fence, such as `sh`; empty where there is none. */
  language: string;
  /** What else stands behind the fence. */
  meta: string;
  text: string;
  /** Where the fence stands in the file, counted from 1. */
  line: number;
  /** The last heading above it; empty where there is none. */
  heading: string;
  /** Why no test runs it, where a comment right above it says so: `<!-- not run: … -->`. */
  not_run?: string;
}

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root["children"][number];

/** The fenced blocks of a page, those in lists and quotes as well, in order. */
export function blocks_in(markdown: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  const visit = (node: Node, before?: Node): void => {
    if (node.type === "heading") {
      const { start, end } = node.position ?? {};
      heading = markdown.slice(start?.offset, end?.offset).replace(/^#+\s*/, "");
    } else if (node.type === "code") {
      const { lang, meta, value, position } = node;
      const line = position?.start.line ?? 0;
      const not_run = before?.type === "html" ? /^<!-- not run: (.+) -->$/.exec(before.value)?.[1] : undefined;
      blocks.push({ language: lang ?? "", meta: meta ?? "", text: value, line, heading, not_run });
    } else if ("children" in node) {
      for (const [index, child] of node.children.entries()) visit(child, node.children[index - 1]);
    }
  };
  visit(fromMarkdown(markdown));
  return blocks;
}

/** The same of a file. */
export function blocks_of(file: string): Block[] {
  return blocks_in(readFileSync(file, "utf8"));
}
