export const HELP = `kimi-proxy keeps Claude Code signed in to your Kimi subscription.

Usage:
  kimi-proxy run -- claude [...]   run Claude Code through Kimi, starting the proxy if needed
  kimi-proxy login                 sign in to Kimi with a code, on this or any other device
  kimi-proxy logout                remove that login again; other tools' logins stay
  kimi-proxy                       start the proxy in the background
  kimi-proxy --check               say how it is doing
  kimi-proxy status [--json]       the same, and which Kimi logins there are
  kimi-proxy use own|kimi-code|kimi-cli|auto   choose the login
  kimi-proxy doctor [--json]       look for what is wrong with logins, network, clock, port and
                                   Claude Code's settings; changes nothing, shows no secret
  kimi-proxy --stop                stop it, and its watchdog
  kimi-proxy --watchdog            start it, and start it again whenever it dies or hangs
  kimi-proxy service install       have the system run it (systemd or launchd): a server, SSH
  kimi-proxy service remove        take that away again
  kimi-proxy service status [--json]   say whether it is installed and runs

Options:
  --port N        listen on 127.0.0.1:N (default 18462)
  --park          let requests wait for a new sign-in or the network, up to 10 minutes, instead of failing
  --foreground    stay in the terminal; Ctrl+C stops
  --stop-all      stop whatever is running; never fails
  --region R      login: mainland-cn (kimi.com) or global (kimi.ai)
  --open          login: open the page in this computer's browser
  --yes           logout: do not ask; service: cut what runs
  --help          this text
  --version       the version

Exit codes:
  0   done; --check: running and healthy (or its watchdog is at it)
  1   could not start; --check: not running; --stop: nothing to stop;
      login: refused, or not approved in time; service install: it does not run;
      service status: not installed
  2   --check: running but unhealthy, and no watchdog; doctor: something is bad;
      service status: installed, not running
  130 login: cancelled with Ctrl+C
  64  a mistake in an option, a setting or a variable

Environment:
  KIMI_PROXY_CREDENTIALS   the login file to use
  KIMI_PROXY_HOME          where settings, log and run file live
  KIMI_PROXY_UPSTREAM      default https://api.kimi.com/coding
  KIMI_CODE_OAUTH_HOST, KIMI_OAUTH_HOST   default https://auth.kimi.com
  KIMI_CODE_HOME, KIMI_SHARE_DIR          homes of the Kimi tools
  HTTPS_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS   the way to the network
`
