/** The states of a container, as the engine names them. Source: Docker Engine API, `ContainerState.Status`. */
export const states = ["created", "running", "paused", "restarting", "removing", "exited", "dead"] as const;
