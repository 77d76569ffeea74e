import { type Book, emptyBook, foreignLinks, type Incoming, linksOf } from '../../cases/index.ts';
import type { Instant } from '../../shared/index.ts';
import type { Tx } from '../store/index.ts';
import { lockAccounts } from './load-accounts.ts';
import {
  answeredSlots,
  loadDocuments,
  loadIdentities,
  loadNamedPayments,
  wantedDocuments,
} from './load-documents.ts';
import { findNumbers, formerRoutes, lockCases, lockKeys, lockRivals, lockRoutes } from './load-links.ts';
import { openGate } from './locks.ts';
import type { Realm } from './realm.ts';

/**
 * Loads and locks what a batch of records can touch. Locks are taken class by class (keys, routing, cases, accounts) and by key within
 * a class, so that no two batches wait for each other in a circle. The one exception: cases that share a waybill number with one of
 * the batch are locked after the others, because only then are they known; should two such batches meet, the database ends one and it
 * is tried again.
 */
export async function loadForRecords(tx: Tx, realm: Realm, incoming: readonly Incoming[]): Promise<Book> {
  const book = emptyBook();
  if (incoming.length === 0) return book;
  const links = incoming.map(record => linksOf(record.document));
  const foreign = realm.foreign ? incoming.map(foreignLinks) : [];
  const routes = new Set([...links, ...foreign].flatMap(link => link.routes));
  const locking = await openGate(tx, incoming.length + 2 * routes.size);
  await lockKeys(tx, locking, realm, incoming);
  for (const route of await formerRoutes(tx, realm, book, incoming)) routes.add(route);
  await lockRoutes(tx, locking, realm, book, routes);
  const caseKeys = new Set(links.flatMap(link => (link.caseKey === undefined ? [] : [link.caseKey])));
  for (const key of foreign.flatMap(link => link.caseKeys)) caseKeys.add(key);
  for (const key of (await findNumbers(tx, realm, book, incoming)).values()) caseKeys.add(key);
  for (const row of book.routes.values()) for (const key of row.cases) caseKeys.add(key);
  await lockCases(tx, locking, realm, book, caseKeys);
  await lockRivals(tx, locking, realm, book);
  const own = incoming.map(record => ({ type: record.document.type, key: record.key }));
  const answered = answeredSlots(realm, incoming);
  await loadDocuments(tx, realm, book, [...own, ...answered, ...wantedDocuments(book, caseKeys, incoming)]);
  await loadIdentities(tx, realm, book, own);
  await loadNamedPayments(tx, realm, book, caseKeys);
  await lockAccounts(tx, locking, realm, book, caseKeys, incoming);
  return book;
}

/** Loads and locks one case for an officer's act or a timer. */
export async function loadForCases(
  tx: Tx,
  realm: Realm,
  keys: readonly string[],
  at: Instant,
): Promise<Book> {
  const book = emptyBook();
  const locking = await openGate(tx, 8 * keys.length);
  await lockCases(tx, locking, realm, book, new Set(keys));
  const caseKeys = new Set(book.cases.keys());
  await lockRivals(tx, locking, realm, book);
  await loadDocuments(tx, realm, book, wantedDocuments(book, caseKeys));
  await loadNamedPayments(tx, realm, book, caseKeys);
  await lockAccounts(tx, locking, realm, book, caseKeys, [], at);
  return book;
}
