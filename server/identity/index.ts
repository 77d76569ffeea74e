export {
  type Caller,
  createKey,
  type KeyVerdict,
  keyReader,
  type NewKey,
  revokeKey,
  SCOPES,
  type Scope,
} from './api-keys.ts';
export { addCertificate, readCertificates, revokeCertificate } from './certificates.ts';
export { changeEdition, type Edition, type EditionReader, editionReader, holdBatches } from './edition.ts';
export { type Org, putOrgs, readOrgs } from './orgs.ts';
export {
  destroyDataKey,
  KeyDestroyed,
  loadSealer,
  openWith,
  readMasterKey,
  readSealer,
  rotateDataKey,
  type Sealer,
  sealWith,
} from './seal.ts';
