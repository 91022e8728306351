/**
 * Must be imported before http-proxy 1.18.1. The package takes `util._extend` when it loads; at the first request Node 22 and
 * newer would print a deprecation warning (DEP0060) on the user's terminal.
 */
import util from 'node:util'

Object.assign(util, { _extend: Object.assign })
