/** How to find the engine. */
export interface ConnectOptions {
  /** DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, HOME, XDG_RUNTIME_DIR are obeyed. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** An address that wins over everything else. */
  readonly host?: string;
  /** A context that wins over the environment. */
  readonly context?: string;
}
