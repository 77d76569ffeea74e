import { CEB_NAMESPACE, DSIG_NAMESPACE, XSI_NAMESPACE } from '../frame.ts';

/** An element name with its meaning taken from it: the local part, and whether it belongs to the message. */
export interface ResolvedName {
  readonly local: string;
  /** `own`: the message's namespace, or none at all (many clients forget it). `foreign`: another one, so not an element of the annex. */
  readonly kind: 'own' | 'unqualified' | 'foreign';
  readonly namespace: string;
}

/** Namespaces in scope while reading. Resolving is cached until a declaration changes the scope. */
export interface Scope {
  /** Declarations on an element that has just been opened at this depth. */
  open(depth: number, attributes: Readonly<Record<string, string>>): void;
  close(depth: number): void;
  resolve(name: string): ResolvedName;
  /** Fixes the namespace of the message: that of its root. */
  settle(namespace: string): void;
}

const CACHE_MAX = 1000;

export function scope(): Scope {
  let declared: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
  const outer: { depth: number; declared: ReadonlyMap<string, string> }[] = [];
  const cache = new Map<string, ResolvedName>();
  let own = CEB_NAMESPACE;
  return {
    open(depth, attributes) {
      let next: Map<string, string> | undefined;
      for (const name in attributes) {
        const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : undefined;
        if (prefix === undefined) continue;
        next ??= new Map(declared);
        next.set(prefix, attributes[name] ?? '');
      }
      if (next === undefined) return;
      outer.push({ depth, declared });
      declared = next;
      cache.clear();
    },
    close(depth) {
      const top = outer.at(-1);
      if (top === undefined || top.depth !== depth) return;
      outer.pop();
      declared = top.declared;
      cache.clear();
    },
    resolve(name) {
      let resolved = cache.get(name);
      if (resolved === undefined) {
        const colon = name.indexOf(':');
        const prefix = colon < 0 ? '' : name.slice(0, colon);
        const namespace = declared.get(prefix) ?? '';
        const kind = namespace === own ? 'own' : namespace === '' ? 'unqualified' : 'foreign';
        resolved = { local: colon < 0 ? name : name.slice(colon + 1), kind, namespace };
        // A message has some hundred names; one that never ends inventing new ones must not fill the memory.
        if (cache.size >= CACHE_MAX) cache.clear();
        cache.set(name, resolved);
      }
      return resolved;
    },
    settle(namespace) {
      own = namespace;
      cache.clear();
    },
  };
}

const STANDARD: Readonly<Record<string, string>> = {
  ceb: CEB_NAMESPACE,
  ds: DSIG_NAMESPACE,
  xsi: XSI_NAMESPACE,
};

/** The declarations of the root that are not those every message of ours has; undefined when there are none. */
export function otherDeclarations(
  attributes: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const others: Record<string, string> = {};
  for (const [name, uri] of Object.entries(attributes)) {
    if (name === 'xmlns') others[''] = uri;
    else if (name.startsWith('xmlns:') && STANDARD[name.slice(6)] !== uri) others[name.slice(6)] = uri;
  }
  return Object.keys(others).length === 0 ? undefined : others;
}

/** Attributes that may stand anywhere: namespace declarations and hints where the schema lies. */
export function isDeclaration(name: string): boolean {
  return (
    name === 'xmlns' ||
    name.startsWith('xmlns:') ||
    name.startsWith('xml:') ||
    name === 'xsi:schemaLocation' ||
    name === 'xsi:noNamespaceSchemaLocation'
  );
}
