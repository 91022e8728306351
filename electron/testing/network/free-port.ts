export { findFreePort as freePort } from '../../node/engine/free-port'
