import { defineErrors } from "@slipway/core";

/**
 * Everything that reading a Compose project can find wrong: code, wording, cure.
 * docs/errors/compose.md has a section for each code.
 */
export const composeErrors = defineErrors("ComposeError", {
	COMPOSE_FILE_NOT_FOUND: {
		message: (p: { path: string; near?: string | undefined }) =>
			`no such file: ${p.path}`,
		hint: (p) =>
			p.near
				? `did you mean ${p.near}?`
				: "check the path given with -f, COMPOSE_FILE, include or extends",
	},
	COMPOSE_NO_FILE: {
		message: (p: { directory: string }) =>
			`no Compose file in ${p.directory} or a directory above it`,
		hint: "create compose.yaml, change to the project's directory, or name a file with -f",
	},
	COMPOSE_FILE_UNREADABLE: {
		message: (p: { path: string; reason: string }) =>
			`cannot read ${p.path}: ${p.reason}`,
		hint: "check that it is a file and that you may read it",
	},
});
