/** prom-client's parts by their files: its index brings in a cluster, a push gateway and metrics of the process, seven times as much. */
declare module 'prom-client/lib/counter' {
  import { Counter } from 'prom-client'
  export = Counter
}
declare module 'prom-client/lib/gauge' {
  import { Gauge } from 'prom-client'
  export = Gauge
}
declare module 'prom-client/lib/registry' {
  import { Registry } from 'prom-client'
  export = Registry
}
