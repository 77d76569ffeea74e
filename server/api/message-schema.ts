import { jsonSchemaOf, messageTypes, ownTypes } from '../../messages/index.ts';

/** The JSON form of every official message, from the one definition of their shapes: `components.schemas.Message` of /openapi.json. */
export function messageSchema(): Record<string, unknown> {
  return {
    $id: 'Message',
    description:
      '官方报文的 JSON 形式，字段名与官方一致，值一律为文本 / the JSON form of the official messages: official names, values as text',
    oneOf: [...messageTypes, ...ownTypes].map(type => jsonSchemaOf(type)),
  };
}
