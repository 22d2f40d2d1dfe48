/**
 * The completion scripts. They know nothing of the commands: each asks `slipway __complete`, which answers from the
 * table of commands and from the project, so that a script never goes out of date. The answer is a line for each word
 * (`word<TAB>meaning`) and a last line `:none`, `:files` or `:directories`.
 */
export const scripts: Readonly<Record<"bash" | "zsh" | "fish", string>> = {
  bash: `# slipway completion for bash. Load it with: source <(slipway completion bash)
_slipway() {
  local line directive words=()
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *) words+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  local current=\${COMP_WORDS[COMP_CWORD]}
  [[ $current == "=" ]] && current=""
  if ((\${#words[@]} > 0)); then
    COMPREPLY=("\${words[@]}")
  elif [[ $directive == files ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  elif [[ $directive == directories ]]; then
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
  fi
}
complete -F _slipway slipway
`,
  zsh: `#compdef slipway
# slipway completion for zsh. Load it with: source <(slipway completion zsh)
_slipway() {
  local line directive
  local -a described
  while IFS= read -r line; do
    case $line in
      :*) directive=\${line#:} ;;
      *$'\\t'*) described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) described+=("\${line//:/\\\\:}") ;;
    esac
  done < <("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if ((\${#described} > 0)); then
    _describe -V slipway described
  elif [[ $directive == files ]]; then
    _files
  elif [[ $directive == directories ]]; then
    _files -/
  fi
}
compdef _slipway slipway
`,
  fish: `# slipway completion for fish. Load it with: slipway completion fish | source
function __slipway_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer ($words[1] __complete -- $words[2..-1] 2>/dev/null)
    switch $answer[-1]
        case :files
            __fish_complete_path (commandline -ct)
        case :directories
            __fish_complete_directories (commandline -ct)
        case '*'
            printf '%s\\n' $answer[1..-2]
    end
end
complete -c slipway -f -a '(__slipway_complete)'
`,
};
