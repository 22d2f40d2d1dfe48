/** Names that are there without a service. */
const outside =
  /^(?:localhost|host\.docker\.internal|gateway\.docker\.internal|host\.containers\.internal|kubernetes\.docker\.internal|metadata|unix|socket|none|null|true|false|auto|any|all|default|local|memory|production|development|test)$/i;

const scheme = /^(?:jdbc:)?([a-z][a-z0-9+.-]*):\/\//i;

/** Schemes whose first part is no host that a container looks up. */
const withoutHost =
  /^(?:file|sqlite|sqlite3|data|unix|tcp\+unix|s3|gs|abfss?|arn|mailto|urn|fd|npipe|android-app|chrome-extension|h2|libsql\+file|pglite|memory|dummy|null|console|smtp\+dummy|git|ssh)$/i;

/**
 * The host that the value of a variable names, when it is a name without dots, which only a service of the stack can have:
 * of a URL (`postgres://me@db:5432/app`), of `db:5432`, or of a variable `…_HOST`. Undefined when there is none.
 */
export function hostIn(key: string, value: string): string | undefined {
  const text = value.trim();
  const url = scheme.exec(text);
  if (url) {
    if (withoutHost.test(url[1] ?? "")) return undefined;
    // A password may be a text that tells what to put there, with blanks.
    const host = /^(?:[^/]*@)?([^/?#,;@ ]*)/.exec(text.slice(url[0].length))?.[1];
    return plainHost(host?.replace(/:[^:\]]*$/, ""));
  }
  if (
    /(?:_|^)(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS)$/.test(key) &&
    !/^(?:HOST|HOSTNAME|VIRTUAL_HOST|LETSENCRYPT_HOST|LISTEN_HOST|BIND_(?:HOST|ADDR|ADDRESS)|.*_(?:BIND|LISTEN|PUBLIC|EXTERNAL|DOMAIN|ALLOWED|MAIL_FROM)_(?:HOST|HOSTNAME|ADDRESS|ADDR)|(?:.*_)?EMAIL_ADDRESS|SERVER|ADDRESS|NODE_ADDRESS|.*MAC_ADDRESS|.*WALLET_ADDRESS|.*CONTRACT_ADDRESS)$/.test(
      key,
    )
  )
    return plainHost(text.replace(/:\d+$/, ""));
  return /^[a-z][a-z0-9_-]*:\d{2,5}$/.test(text) &&
    /(?:_|^)(?:URL|URI|HOST|HOSTS|ADDR|ADDRESS|ENDPOINT|SERVER|SERVERS|BROKERS?|UPSTREAM)$/.test(key)
    ? plainHost(text.replace(/:\d+$/, ""))
    : undefined;
}

function plainHost(host: string | undefined): string | undefined {
  if (host === undefined || !/^[A-Za-z][\w-]*$/.test(host) || outside.test(host)) return undefined;
  return host;
}
