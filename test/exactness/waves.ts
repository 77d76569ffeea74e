import type { Random } from '../../demo/index.ts';
import { encodeXml, type Message } from '../../messages/index.ts';
import { clearAct } from '../../server/clearance/index.ts';
import type { Platform } from '../../server/platform.ts';
import type { TestZone } from '../zone.ts';

/** Submits `wave` messages at once, each to one of the platforms, a duplicate perhaps to both. */
export async function inWaves(
  city: TestZone,
  both: readonly Platform[],
  messages: readonly Message[],
  { wave }: { readonly wave: number },
  chance: Random,
): Promise<void> {
  for (let from = 0; from < messages.length; from += wave) {
    city.now += 1000;
    await Promise.all(
      messages.slice(from, from + wave).map(message => {
        const bytes = Buffer.from(encodeXml(message));
        const caller = city.callerOf(message.transfer?.['copCode'] ?? '');
        return chance.pick(both).flow.submit({ caller, bytes, contentType: 'application/xml' });
      }),
    );
  }
}

/** An officer acts, whatever becomes of it. */
export async function act(
  platform: Platform,
  caseKey: string,
  verb: 'release' | 'reject' | 'inspect',
  at: number,
): Promise<void> {
  await platform.database.transaction(async tx =>
    clearAct(tx, platform.realm(false), await platform.editions.under(tx), platform.judging, {
      verb,
      caseKey,
      officer: '演示关员',
      reason: '演示',
      at,
    }),
  );
}
