/** The baseline as a process: DATABASE_URL and PORT in the environment. Ends at SIGTERM. */
import { startBaseline } from './baseline.ts';

const { server, database } = await startBaseline({
  databaseUrl: process.env['DATABASE_URL'] ?? '',
  port: Number(process.env['PORT']),
});
process.stdout.write('ready\n');
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
  void database.close();
});
