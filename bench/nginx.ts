/**
 * nginx, which shows what the kernel and C allow: one worker, connections kept alive on both sides, nothing buffered or
 * logged.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const PLACES = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/local/bin/nginx', '/opt/homebrew/bin/nginx']

export const HOW_TO_INSTALL = 'nginx is not installed, so its column stays empty: apt-get install nginx-light'

export function findNginx(): string | null {
  return PLACES.find((path) => existsSync(path)) ?? null
}

export interface NginxPlace {
  readonly folder: string
  readonly port: number
  readonly upstreamPort: number
  readonly caFile: string
}

/** The arguments with which nginx serves from that folder, in the foreground, as one process. */
export function nginxArguments(place: NginxPlace): string[] {
  mkdirSync(place.folder, { recursive: true })
  const file = join(place.folder, 'nginx.conf')
  writeFileSync(file, nginxConfig(place))
  return ['-p', place.folder, '-c', file, '-e', 'stderr']
}

export function nginxConfig({ folder, port, upstreamPort, caFile }: NginxPlace): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${folder}/${name};`,
  )
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 4096; }
http {
${temporary.join('\n')}
  access_log off;
  client_max_body_size 32m;
  keepalive_requests 1000000;
  tcp_nodelay on;
  upstream kimi {
    server 127.0.0.1:${upstreamPort};
    keepalive 512;
    keepalive_requests 1000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location / {
      proxy_pass https://kimi/coding/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_read_timeout 600s;
      proxy_ssl_protocols TLSv1.2 TLSv1.3;
      proxy_ssl_verify on;
      proxy_ssl_trusted_certificate ${caFile};
      proxy_ssl_name localhost;
      proxy_ssl_session_reuse on;
    }
  }
}
`
}
