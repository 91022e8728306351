/**
 * What a release adds to electron-builder.yml: the fuses, and signatures where there is a certificate. A build without
 * one gets an ad-hoc signature on macOS, without which nothing starts on Apple silicon.
 */
const { homepage } = require('../package.json')
const { CSC_LINK, CSC_NAME, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env
const hasCertificate = Boolean(CSC_LINK || CSC_NAME)
const built = GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : 'https://kimi-proxy.invalid/'

module.exports = {
  extends: 'electron-builder.yml',
  // electron-builder makes no Debian package without one, and by itself finds it only in a clone of GitHub's.
  extraMetadata: { homepage: homepage ?? built },
  electronFuses: {
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    // The command line is this very app, run as Node (SECURITY.md).
    runAsNode: true,
    // The window is served from a scheme of its own; no page comes from a file.
    grantFileProtocolExtraPrivileges: false,
  },
  mac: hasCertificate
    ? {
        forceCodeSigning: true,
        entitlements: 'resources/mac/entitlements.plist',
        entitlementsInherit: 'resources/mac/entitlements.plist',
      }
    : { identity: '-' },
}
