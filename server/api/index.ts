export { buildHttp } from './http.ts';
export { type Server, startServer } from './serve.ts';
