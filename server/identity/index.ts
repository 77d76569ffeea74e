export { addCertificate, readCertificates, revokeCertificate } from './certificates.ts';
export { type Caller, createKey, keyReader, type KeyVerdict, type NewKey, revokeKey, type Scope, SCOPES } from './api-keys.ts';
export { changeEdition, type Edition, editionReader, type EditionReader } from './edition.ts';
export { type Org, putOrgs, readOrgs } from './orgs.ts';
export { destroyDataKey, KeyDestroyed, loadSealer, readMasterKey, rotateDataKey, type Sealer } from './seal.ts';
