import { isMap, isPair, isSeq, visit, YAMLMap, YAMLSeq, type Document, type Node } from "yaml";

/**
 * The document as text, in the style in which the contract is written: lines are never folded, and flow lists have no
 * padding while flow maps do, which the `yaml` package can only set for both.
 */
export function yamlText(document: Document): string {
  visit(document, {
    Collection: (_, node) => {
      const padding = isSeq(node) ? "" : " ";
      const prototype = isSeq(node) ? YAMLSeq.prototype : YAMLMap.prototype;
      node.toString = (context, onComment, onChompKeep) =>
        prototype.toString.call(
          node,
          context && { ...context, flowCollectionPadding: padding },
          onComment,
          onChompKeep,
        );
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true });
}

/** Writes short leaves of a new node on one line, as the rest of the contract does. */
export function compact(document: Document, node: Node): void {
  visit(node, {
    Collection: (_, one) => {
      const nested = one.items.some((item) => isMap(isPair(item) ? item.value : item));
      if (!nested && JSON.stringify(one.toJS(document)).length <= 100) one.flow = true;
    },
  });
}
