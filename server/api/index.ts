export { buildHttp } from './http.ts';
export { seedExamples } from './seed-examples.ts';
export { type Server, startServer } from './serve.ts';
