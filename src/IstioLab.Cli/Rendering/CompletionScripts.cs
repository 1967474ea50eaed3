namespace IstioLab.Cli.Rendering;

/// <summary>The completion scripts. Each hands the typed line to the program's <c>[suggest]</c> directive.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        _istiolab() {
          local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
          local typed="${line#"${COMP_WORDS[0]}"}"
          typed="${typed# }"
          local words
          words=$(DOTNET_ROOT="${DOTNET_ROOT:-@DOTNET@}" "@PROGRAM@" "[suggest:${#typed}]" "$typed" 2>/dev/null)
          case "${COMP_WORDS[0]}" in
            istiolab) ;;
            *lab) [ "$COMP_CWORD" -eq 1 ] && words="$words
        test" ;;
          esac
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$words" -- "$word"))
        }
        complete -o default -F _istiolab istiolab lab ./lab

        """;

    private const string Zsh = """
        #compdef istiolab lab
        _istiolab() {
          local typed="${BUFFER[1,CURSOR]#* }"
          [ "$typed" = "${BUFFER[1,CURSOR]}" ] && typed=""
          local -a words
          words=(${(f)"$(DOTNET_ROOT="${DOTNET_ROOT:-@DOTNET@}" "@PROGRAM@" "[suggest:${#typed}]" "$typed" 2>/dev/null)"})
          [[ "$CURRENT" -eq 2 && "${BUFFER%% *}" == *lab && "${BUFFER%% *}" != *istiolab ]] && words+=(test)
          if (( $#words )); then
            compadd -- $words
          else
            _files
          fi
        }
        compdef _istiolab istiolab lab ./lab

        """;

    private const string Fish = """
        function __istiolab_complete
            set -l typed (string replace -r '^\S+\s?' '' -- (commandline -cp))
            set -q DOTNET_ROOT; or set -lx DOTNET_ROOT "@DOTNET@"
            set -l words ("@PROGRAM@" "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null | string match -r '.+')
            set -l before (commandline -poc)
            if test (count $before) -eq 1; and string match -qr '(^|/)lab$' -- $before[1]
                set -a words test
            end
            if test (count $words) -gt 0
                printf '%s\n' $words
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -f -c istiolab -a '(__istiolab_complete)'
        complete -f -c lab -a '(__istiolab_complete)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName istiolab, lab, lab.cmd -ScriptBlock {
            param($word, $tree, $position)
            $line = $tree.ToString().PadRight($position).Substring(0, $position)
            $typed = $line -replace '^\S+\s?', ''
            & '@PROGRAM@' "[suggest:$($typed.Length)]" "$typed" | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    /// <summary>The script of a shell.</summary>
    /// <param name="shell">bash, zsh, fish or pwsh.</param>
    /// <param name="program">The program's path.</param>
    /// <param name="dotnet">The folder of the runtime that it runs on, which need not be where a program looks by itself.</param>
    public static string Write(string shell, string program, string dotnet)
    {
        var script = shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        };
        return script.Replace("@PROGRAM@", program, StringComparison.Ordinal).Replace("@DOTNET@", dotnet, StringComparison.Ordinal);
    }
}
