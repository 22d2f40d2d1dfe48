import { defineCommand } from "../../command.ts";

export const completionCommand = defineCommand({
  name: "completion",
  group: "Slipway itself",
  summary: "Print the completion script of a shell",
  args: [{ name: "shell", summary: "bash, zsh or fish", required: true, completes: ["bash", "zsh", "fish"] }],
  options: {},
  examples: [
    ["source <(slipway completion bash)", "in ~/.bashrc"],
    ["slipway completion fish | source", "in ~/.config/fish/config.fish"],
  ],
  run: () => import("./run.ts"),
});
