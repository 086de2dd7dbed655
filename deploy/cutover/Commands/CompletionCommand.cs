using System.CommandLine;
using Strangler.CommandLine.Options;

namespace Strangler.CommandLine.Commands;

/// <summary><c>completion SHELL</c>: the lines that make a shell complete this command, for its start-up file.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        // Each hands over what stands after the command's name, and where the cursor is in it.
        ["bash"] = """
            _cutover() {
              local line="${COMP_LINE:0:COMP_POINT}"
              line="${line#"${COMP_WORDS[0]}"}"; line="${line# }"
              local found; found=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)
              mapfile -t COMPREPLY < <(compgen -W "$found" -- "${line##* }")
            }
            complete -o default -F _cutover cutover
            """,
        ["zsh"] = """
            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
            _cutover() {
              local line="${(j: :)words[2,CURRENT]}"
              local -a found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
              compadd -a found
            }
            compdef _cutover cutover
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName cutover, cutover.ps1, ./cutover.ps1, .\cutover.ps1, cutover.cmd, ./cutover.cmd, .\cutover.cmd -ScriptBlock {
              param($word, $command, $cursor)
              $name = $command.CommandElements[0].ToString()
              $line = $command.ToString().PadRight($cursor).Substring(0, $cursor - $command.Extent.StartOffset).Substring($name.Length).TrimStart()
              & $name "[suggest:$($line.Length)]" $line 2>$null |
                Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }
            """,
    };

    private static readonly Argument<string> Shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh" }.OneOf([.. Scripts.Keys]);

    public static Command Create()
    {
        var command = new Command("completion", "Prints what a shell's start-up file needs to complete commands, routes and stages") { Shell };
        command.SetAction(result => Console.Out.WriteLine(Scripts[result.GetRequiredValue(Shell)]));
        return command;
    }
}
