import type { SwaggerOptions } from '@fastify/swagger';

/** What /openapi.json says about the interface as a whole; paths come from the routes themselves. */
export function prepareOpenapi(): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '泉通 Quantong',
        version: '0.1.0',
        description:
          '跨境电商综合服务平台：一点接入报文，逐单核对、计税、决定、回执；每个“不行”都有字段、条款和修改办法。' +
          ' / The comprehensive service platform of a cross-border e-commerce pilot zone: one door for messages; every "no" names the field, the clause and the repair. Amounts are decimal text in CNY; times ISO 8601. Errors are RFC 9457 problem documents with a stable `code`.',
        license: { name: 'MulanPSL-2.0', identifier: 'MulanPSL-2.0' },
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: '密钥 / API key: qt_live_… or qt_test_…' },
        },
      },
      security: [{ key: [] }],
      tags: [
        { name: 'door', description: '报送与预检 / submit and precheck' },
        { name: 'cases', description: '案件 / parcels' },
        { name: 'receipts', description: '回执与推送 / receipts and webhooks' },
        {
          name: 'declarations',
          description: '汇总申报与贸易计数 / summary declaration, trades counted once',
        },
        { name: 'officers', description: '审核 / for officers' },
        { name: 'exchange', description: '与海关交换 / the exchange with customs' },
        { name: 'tools', description: '计算与模板 / quotes and templates' },
        { name: 'registers', description: '备案与参数 / registers, keys, law' },
        { name: 'health', description: '运行 / operation' },
      ],
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`,
    },
  };
}
