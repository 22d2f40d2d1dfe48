const secretWord =
  /(?:^|_)(?:PGPASSWORD|PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|SECRETS|TOKEN|APIKEY|CREDENTIALS?|SALT|PEPPER)(?:_|$)|(?:API|ACCESS|PRIVATE|SECRET|ENCRYPTION|SIGNING|MASTER|AUTH|JWT|SESSION|COOKIE|APP|LICENSE)_?KEYS?(?:_|$)|(?:^|_)(?:DSN)$|KEY_BASE$/;
const harmless =
  /_(?:FILE|PATH|DIR|NAME|URL|URI|HOST|HEADER|TTL|EXPIRY|EXPIRES?(?:_IN)?|LENGTH|LIFETIME|TYPE|ALGORITHM|ALG|ID|ENABLED|REQUIRED|MIN|MAX|ISSUER|AUDIENCE|POLICY|FIELD|COUNT|LIMIT|ROUNDS|PREFIX|VERSION|DURATION|MINUTES|SECONDS|HOURS|DAYS|AGE|REGION|AUTH_METHOD|ENDPOINT)$|^(?:NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC)_|PUBLIC_?KEY|^(?:ALLOW|DISABLE|ENABLE|RANDOM)_|_(?:ALLOW_EMPTY|RANDOM)_|^(?:MAX|MIN)_|_TOKENS$|^PWD$|^OLDPWD$/;

/** True for the name of a variable whose value is to be kept secret. */
export function isSecretName(name: string): boolean {
  const upper = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-.]/g, "_")
    .toUpperCase();
  return secretWord.test(upper) && !harmless.test(upper);
}

const placeholder =
  /^$|^[<[{*].*[>\]}*]$|^\$|change[-_ ]?me|change[-_ ]?it|change[-_ ]this|replace|example|placeholder|dummy|^your|[-_ ]here$|^(?:x+|\*+|\.+|-+|0+|1+|todo|tbd|none|null|undefined|empty|fake|sample|foo|bar|baz|abc|test|testing|secret|string|value|key|token|insert|put|set|fill|my|redacted|unset|cafebabe|deadbeef)(?:[-_ .].*)?$|_(?:YOUR|HERE|PLACEHOLDER)|xxxx|0{8,}|\.\.\.|lorem|insecure|not[-_ ]?(?:a[-_ ])?(?:real|secret|secure)|dev[-_]?(?:only|secret|key|token|password)|local[-_]?(?:only|dev|secret|password)|for[-_ ](?:dev|test|local|ci)|^(?:ci|dev|test|local|e2e|build)[-_]/i;

/** True for a value that stands for a secret and is none: `CHANGE_ME`, `<token>`, `your-key-here`, all zeros. */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value.trim());
}

const weak = new Set(
  "admin root password passwd pass postgres postgresql mysql mariadb mongo redis guest minioadmin minio user test secret changeme change_me example default 123 1234 12345 123456 12345678 123456789 qwerty letmein welcome db dbpass dbpassword app demo docker dev local rabbitmq elastic sa system manager toor pass123 password1 password123 admin123 rootpassword root_password postgres123 mysecretpassword my-secret-pw supersecret topsecret".split(
    " ",
  ),
);

/** True for a password that is the first to be guessed. */
export function isWeakPassword(value: string, user?: string): boolean {
  const plain = value.trim().toLowerCase();
  return weak.has(plain) || (user !== undefined && plain === user.toLowerCase());
}
