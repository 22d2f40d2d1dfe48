/** Runs a program of PostgreSQL on a database; what it connects with goes into its environment, where no other user sees it. */
export async function runPostgresProgram(url: string, program: string, options: readonly string[]): Promise<void> {
  const path = Bun.which(program);
  if (path === null) throw new Error(`there is no ${program} here; install the client programs of PostgreSQL`);
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  const sslmode = searchParams.get("sslmode");
  const child = Bun.spawn(
    [path, ...options.map((option) => (option === "--dbname=" ? `${option}${database}` : option))],
    {
      env: {
        ...process.env,
        PGHOST: hostname.replace(/^\[|\]$/g, ""),
        PGDATABASE: database,
        ...(port === "" ? {} : { PGPORT: port }),
        ...(username === "" ? {} : { PGUSER: decodeURIComponent(username) }),
        ...(password === "" ? {} : { PGPASSWORD: decodeURIComponent(password) }),
        ...(sslmode === null ? {} : { PGSSLMODE: sslmode }),
      },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
    },
  );
  const [said, code] = await Promise.all([child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(said.trim().split("\n").at(-1) || `${program} ended with code ${code}`);
}
