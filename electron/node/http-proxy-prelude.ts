/**
 * http-proxy 1.18.1 takes `util._extend` when it loads, which newer Node warns about at the first request (DEP0060).
 * Must be imported before it.
 */
import util from 'node:util'

Object.assign(util, { _extend: Object.assign })
