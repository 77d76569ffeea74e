import type { Attribute, Scope } from './canonical.ts';
import { within } from './canonical.ts';
import {
  attributeOf,
  CEB,
  canonicalSubtree,
  childrenOf,
  DS,
  type Element,
  type FoundSignature,
  readSigned,
  textOf,
  XSI,
} from './signed-document.ts';

/**
 * Which octets of SignedInfo a signature was made over. Plain XMLDSig takes the namespaces in scope (`in-scope`). The official
 * cards sign with ceb, ds and xsi declared whether or not the root declares them: `with-xsi` adds the missing ones,
 * `card` takes exactly these three. The `-compacted` forms drop white space between elements: a SignedInfo that was
 * laid out after signing.
 */
export type ScopeForm =
  | 'in-scope'
  | 'with-xsi'
  | 'card'
  | 'in-scope-compacted'
  | 'with-xsi-compacted'
  | 'card-compacted';

export interface SignedOctets {
  readonly form: ScopeForm;
  readonly octets: Uint8Array;
}

/** What SignedInfo and KeyInfo say. Texts are stripped of white space where they are base64. */
export interface SignatureParts {
  readonly canonicalizationUri: string | undefined;
  readonly signatureUri: string | undefined;
  readonly references: readonly Reference[];
  readonly signatureValue: string;
  readonly keyName: string;
  readonly certificates: readonly string[];
}

export interface Reference {
  readonly uri: string | undefined;
  readonly transforms: readonly string[];
  readonly digestUri: string | undefined;
  readonly digestValue: string;
}

const OFFICIAL: Scope = new Map([
  ['ceb', CEB],
  ['ds', DS],
  ['xsi', XSI],
]);

/** The SignedInfo of a signature; undefined when there is not exactly one. */
export function signedInfoOf(signature: FoundSignature): Element | undefined {
  const found = childrenOf(signature.element, 'SignedInfo');
  return found.length === 1 ? found[0] : undefined;
}

/** The distinct octets a signature may have been made over, most regular form first; made as they are asked for. */
export function* octetForms(signature: FoundSignature): Generator<SignedOctets> {
  const info = signedInfoOf(signature);
  if (info === undefined) return;
  const scope = within(signature.scope, signature.element.tag);
  const inherited = inheritedBy(signature);
  const withXsi: Scope = new Map([...OFFICIAL, ...scope]);
  const scopes = [
    ['in-scope', scope, inherited],
    ['with-xsi', withXsi, inherited],
    ['card', OFFICIAL, []],
  ] as const;
  const seen = new Set<string>();
  for (const keepBlank of [true, false]) {
    for (const [name, inScope, attributes] of scopes) {
      const text = canonicalSubtree(info, inScope, attributes, keepBlank);
      if (seen.has(text)) continue;
      seen.add(text);
      yield { form: keepBlank ? name : `${name}-compacted`, octets: Buffer.from(text, 'utf8') };
    }
  }
}

function inheritedBy(signature: FoundSignature): readonly Attribute[] {
  const own = signature.element.tag.attributes.filter(({ uri }) => uri.endsWith('/XML/1998/namespace'));
  const names = new Set(own.map(({ local }) => local));
  return [...own, ...signature.inherited.filter(({ local }) => !names.has(local))];
}

/**
 * The octets of C14N(SignedInfo) of a signed message in every documented form (see ScopeForm), most regular first.
 * Empty when the message has no own signature or no SignedInfo. Throws NotCanonical for text that is not well-formed.
 */
export function signedOctets(xml: string): readonly SignedOctets[] {
  const [signature] = readSigned(xml).signatures;
  return signature === undefined ? [] : [...octetForms(signature)];
}

/** Reads the parts of a signature; what is missing is undefined or empty. */
export function partsOf(signature: FoundSignature): SignatureParts {
  const info = signedInfoOf(signature);
  const keyInfo = childrenOf(signature.element, 'KeyInfo')[0];
  const references = info === undefined ? [] : childrenOf(info, 'Reference');
  return {
    canonicalizationUri: info && algorithmOf(info, 'CanonicalizationMethod'),
    signatureUri: info && algorithmOf(info, 'SignatureMethod'),
    references: references.map(reference => ({
      uri: attributeOf(reference, 'URI'),
      transforms: childrenOf(reference, 'Transforms').flatMap(list =>
        childrenOf(list, 'Transform').map(transform => attributeOf(transform, 'Algorithm') ?? ''),
      ),
      digestUri: algorithmOf(reference, 'DigestMethod'),
      digestValue: bare(childrenOf(reference, 'DigestValue')[0]),
    })),
    signatureValue: bare(childrenOf(signature.element, 'SignatureValue')[0]),
    keyName: keyInfo === undefined ? '' : (childrenOf(keyInfo, 'KeyName').map(textOf)[0]?.trim() ?? ''),
    certificates:
      keyInfo === undefined
        ? []
        : childrenOf(keyInfo, 'X509Data').flatMap(data => childrenOf(data, 'X509Certificate').map(bare)),
  };
}

function algorithmOf(element: Element, local: string): string | undefined {
  const child = childrenOf(element, local)[0];
  return child && attributeOf(child, 'Algorithm');
}

function bare(element: Element | undefined): string {
  return element === undefined ? '' : textOf(element).replace(/\s+/g, '');
}
