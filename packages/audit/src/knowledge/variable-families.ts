/** Variables that the platform, the shell, a test runner or CI sets: nobody writes them into a template. */
const platform =
  /^(?:NODE_ENV|CI|HOME|PATH|PWD|OLDPWD|USER|USERNAME|LOGNAME|SHELL|LANG|LANGUAGE|TZ|TERM|TERM_PROGRAM|COLORTERM|COLUMNS|LINES|EDITOR|VISUAL|PAGER|BROWSER|DISPLAY|HOSTNAME|TMPDIR|TEMP|TMP|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMFILES|COMSPEC|SYSTEMROOT|WINDIR|OS|NO_COLOR|FORCE_COLOR|CLICOLOR|DEBUG|VERBOSE|ANALYZE|MODE|DEV|PROD|SSR|BASE_URL|NEXT_RUNTIME|NEXT_PHASE|NODE_OPTIONS|NODE_PATH|NODE_TEST_CONTEXT|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|VITEST|JEST_WORKER_ID|BUN_ENV|PORT0|UPDATE_SNAPSHOTS|GOPATH|GOROOT|GOFLAGS|GOOS|GOARCH|CGO_ENABLED|VIRTUAL_ENV|PYTEST_\w+|PYTHON\w*|JAVA_HOME|CARGO\w*|RUST_\w+|OUT_DIR|TARGET|PROFILE|GITHUB_\w+|RUNNER_\w+|ACTIONS_\w+|GITLAB_CI|CI_\w+|CIRCLE\w*|TRAVIS\w*|BUILDKITE\w*|JENKINS\w*|BUILD_(?:NUMBER|ID)|VERCEL|VERCEL_\w+|NETLIFY\w*|RENDER\w*|RAILWAY\w*|FLY_\w+|HEROKU\w*|DYNO|K_SERVICE|K_REVISION|KUBERNETES_\w+|AWS_LAMBDA_\w+|AWS_EXECUTION_ENV|AWS_REGION|LAMBDA_TASK_ROOT|WEBSITE_\w+|FUNCTIONS_\w+|npm_\w+|NPM_CONFIG_\w+|XDG_\w+|LC_\w+|SSH_\w+|SUDO_\w+|MAKE\w*|INIT_CWD|DOCKER_\w+|COMPOSE_\w+|BUILDKIT\w*|PLAYWRIGHT\w*|CYPRESS\w*|STORYBOOK\w*|WEBPACK\w*|TURBO\w*|NX_\w+|EXPO_OS|ELECTRON\w*|INVOCATION_ID|JOURNAL_STREAM|NOTIFY_SOCKET|LISTEN_(?:FDS|PID)|HTTPS?_PROXY|NO_PROXY|ALL_PROXY)$/i;

/** True for a variable that comes from around the program, not from the one who configures it. */
export function isPlatformName(name: string): boolean {
  return platform.test(name);
}

/** Variables that libraries, frameworks and tools read by themselves, so that the code never names them. */
const implicit =
  /^(?:NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|PORT|HOST|HOSTNAME|TZ|LANG|LC_\w+|DEBUG|CI|BROWSER|FORCE_COLOR|NO_COLOR|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|UID|GID|PUID|PGID|UMASK|PG(?:HOST|PORT|USER|PASSWORD|DATABASE|SSLMODE|SSLROOTCERT|APPNAME|OPTIONS)|NEXT_TELEMETRY_DISABLED|NEXTAUTH_(?:URL|SECRET|URL_INTERNAL)|AUTH_(?:SECRET|URL|TRUST_HOST|[A-Z]+_(?:ID|SECRET|ISSUER))|BETTER_AUTH_\w+|SENTRY_(?:DSN|AUTH_TOKEN|ORG|PROJECT|ENVIRONMENT|RELEASE|LOG_LEVEL|TRACES_SAMPLE_RATE)|AWS_\w+|GOOGLE_APPLICATION_CREDENTIALS|GCLOUD_\w+|GOOGLE_CLOUD_\w+|AZURE_(?:CLIENT_ID|TENANT_ID|CLIENT_SECRET)|OPENAI_(?:API_KEY|BASE_URL|ORG_ID|ORGANIZATION|PROJECT_ID)|ANTHROPIC_(?:API_KEY|BASE_URL|AUTH_TOKEN)|(?:GEMINI|GOOGLE|MISTRAL|GROQ|COHERE|CO|PERPLEXITY|HF|HUGGINGFACE\w*|REPLICATE|FIREWORKS|TOGETHER)_(?:API_KEY|TOKEN|API_TOKEN)|LANGCHAIN_\w+|LANGSMITH_\w+|LANGFUSE_\w+|OLLAMA_\w+|OTEL_\w+|DD_\w+|NEW_RELIC_\w+|PRISMA_\w+|TURBO_\w+|NX_\w+|VERCEL_\w+|NPM_\w+|npm_\w+|YARN_\w+|PNPM_\w+|COREPACK_\w+|UV_\w+|PIP_\w+|POETRY_\w+|PYTHON\w+|DJANGO_SETTINGS_MODULE|FLASK_\w+|UVICORN_\w+|GUNICORN_\w+|WEB_CONCURRENCY|CELERY_\w+|RAILS_\w+|RACK_ENV|BUNDLE_\w+|BOOTSNAP\w*|RUBY\w+|MALLOC_ARENA_MAX|GO(?:FLAGS|PROXY|MAXPROCS|MEMLIMIT|GC|PRIVATE)|GIN_MODE|CGO_ENABLED|JAVA_\w+|JVM_\w+|SPRING_\w+|SERVER_PORT|QUARKUS_\w+|MICRONAUT_\w+|ASPNETCORE_\w+|DOTNET_\w+|RUST_(?:LOG|BACKTRACE)|SQLX_OFFLINE|ROCKET_\w+|COMPOSE_\w+|DOCKER_\w+|BUILDKIT_\w+|CARGO_\w+|MIX_ENV|PHX_\w+|CLOUDFLARE_API_TOKEN|CLOUDFLARE_ACCOUNT_ID|WATCHPACK_POLLING|CHOKIDAR_USEPOLLING|EXPO_\w+|REDWOOD_\w+|NUXT_\w+|NITRO_\w+|STORYBOOK_\w+|GF_\w+|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|LD_\w+|GIT_\w+|TESTCONTAINERS_\w+|PLAYWRIGHT_\w+|CYPRESS_\w+|PUPPETEER_\w+|K6_\w+)$|__/;

/** True for a variable that some library or tool reads without the code saying so. */
export function isImplicitName(name: string): boolean {
  return implicit.test(name);
}

/** Variables of images and frameworks whose own programs read them, beyond those above. */
const ofImages =
  /^(?:APP_(?:ENV|DEBUG|KEY|URL|NAME)|PHP_\w+|COMPOSER_\w+|XDEBUG_\w+|APACHE_\w+|NGINX_\w+|CATALINA_\w+|JDK_\w+|MAVEN_\w+|GRADLE_\w+|NUGET_\w+|GEM_\w+|BUNDLE_\w+|PUMA_\w+|RACK_\w+|MALLOC_\w+|NODE_\w+|BUN_\w+|NEXT_\w+|VITE_\w+|REACT_APP_\w+|WATCHPACK_\w+|CHOKIDAR_\w+|WDS_\w+|FAST_REFRESH|DJANGO_\w+|GO[A-Z]+|RUST\w*|SENTRY_\w+|GOOGLE_\w+|GCP_\w+|AZURE_\w+|CLOUDSDK_\w+|KUBE\w*|GITLAB_\w+|GPG_\w+|PM2_\w+|SUPERVISOR_\w+|TINI_\w+|S6_\w+|ASTRO_\w+|SVELTEKIT_\w+|ORIGIN|BODY_SIZE_LIMIT|LOG_LEVEL|VIRTUAL_(?:HOST|PORT|PROTO|PATH)|LETSENCRYPT_\w+|PG(?:DATA|PASSFILE|TZ)|MYSQL_PWD|REDISCLI_AUTH|FTP_PROXY)$/;

/** True for a variable that a system, a runtime, an image or a common tool reads, so that no code of a repository needs to. */
export function isReadElsewhere(name: string): boolean {
  return platform.test(name) || implicit.test(name) || ofImages.test(name);
}

/** Feature flags: `ENABLE_X`, `FEATURE_X`, `DISABLE_X`, also behind the prefix of a bundler. */
export function isFlagName(name: string): boolean {
  return /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|PUBLIC_|EXPO_PUBLIC_|NUXT_PUBLIC_)?(?:ENABLE|DISABLE|FEATURE|FF|FLAG)_[A-Z0-9]/.test(
    name,
  );
}

/** What frameworks read by themselves, by the names of their packages in a list of packages. */
const ofPackages: readonly (readonly [packages: RegExp, names: readonly string[]])[] = [
  [/^\s*gem ["']rails["']/m, ["DATABASE_URL", "SECRET_KEY_BASE", "RAILS_MASTER_KEY", "REDIS_URL"]],
  [/^\s*gem ["']sidekiq["']/m, ["REDIS_URL", "REDIS_PROVIDER"]],
  [/^\s*gem ["'](?:activerecord|sinatra-activerecord|sequel)["']/m, ["DATABASE_URL"]],
  [/"laravel\/framework"/, ["APP_KEY", "APP_ENV", "APP_URL", "APP_NAME", "APP_DEBUG"]],
];

/** The names that the packages of a list read without any code of the repository naming them. */
export function namesOfPackages(list: string): readonly string[] {
  return ofPackages.flatMap(([packages, names]) => (packages.test(list) ? names : []));
}
