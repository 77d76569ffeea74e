import type { Database } from '../../server/store/index.ts';

/** Tables that a batch writes, in no order: a fault may strike at each of them. */
const TABLES = [
  'gateway.envelope',
  'gateway.idempotency',
  'gateway.counter',
  'gateway.journal',
  'gateway.answer',
  'clearance.document',
  'clearance.routing',
  'clearance.kase',
  'clearance.decision',
  'ledgers.quota_entry',
  'ledgers.guarantee_entry',
] as const;

export interface Injector {
  /** From now on every `every`-th statement that writes fails with this SQLSTATE. */
  strike(code: string, every: number): Promise<void>;
  /** No more faults; gives how many there were since `strike`. */
  rest(): Promise<number>;
}

/** Makes PostgreSQL itself fail in the middle of transactions: a trigger on every table that a batch writes raises the error. */
export async function injector(database: Database): Promise<Injector> {
  await database.query('create schema fault');
  // Sequences count on over rollbacks.
  await database.query('create sequence fault.turn');
  await database.query('create sequence fault.hit minvalue 0 start 0');
  await database.query("create table fault.plan as select 0 as every, ''::text as code");
  await database.query(`
    create function fault.strike() returns trigger language plpgsql as $$
    declare plan record;
    begin
      select * into plan from fault.plan;
      if plan.every > 0 and nextval('fault.turn') % plan.every = 0 then
        perform nextval('fault.hit');
        raise exception 'injected fault' using errcode = plan.code;
      end if;
      return null;
    end $$`);
  for (const table of TABLES)
    await database.query(
      `create trigger strike before insert or update on ${table} for each statement execute function fault.strike()`,
    );
  const hits = async () => {
    const [row] = await database.query<{ hits: number }>(
      'select case when is_called then last_value + 1 else 0 end::int as hits from fault.hit',
    );
    return row?.hits ?? 0;
  };
  let before = 0;
  return {
    async strike(code, every) {
      before = await hits();
      await database.query('update fault.plan set every = $1, code = $2', [every, code]);
    },
    async rest() {
      await database.query('update fault.plan set every = 0');
      return (await hits()) - before;
    },
  };
}
