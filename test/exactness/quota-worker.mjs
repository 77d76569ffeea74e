// One of several processes on one database: opens the built platform, waits for the others, and submits what it was given at once.
process.once('message', async ({ platform, url, dataDir, now, messages }) => {
  const { openPlatform } = await import(platform);
  const { readConfig } = await import(new URL('config.js', `file://${platform}`));
  const alarms = [];
  const opened = await openPlatform({
    config: readConfig({ DATABASE_URL: url, DATA_DIR: dataDir, PORT: '0' }),
    now: () => now,
    alarm: (what, error) => alarms.push(`${what}: ${error?.message ?? error}`),
  });
  process.send({ ready: true });
  await new Promise(go => process.once('message', go));
  await Promise.all(
    messages.map(({ sender, xml }) =>
      opened.flow.submit({
        caller: {
          keyId: 'kl_test',
          orgCode: sender,
          orgName: sender,
          scopes: [],
          test: false,
          signature: 'if-present',
        },
        bytes: Buffer.from(xml),
        contentType: 'application/xml',
      }),
    ),
  );
  await opened.close();
  process.send({ alarms }, () => process.disconnect());
});
