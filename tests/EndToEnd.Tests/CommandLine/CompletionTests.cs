using System.Diagnostics;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>What a shell offers while an operator types.</summary>
public sealed class CompletionTests
{
    private static readonly Dictionary<string, string?> Environment = new() { ["STRANGLER_YARP"] = RepositoryRoot.Combine("yarp.json") };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("set st", "start_backup static status stop")]
    [InlineData("set status ", "canary complete legacy live shadow")]
    [InlineData("set status canary ", "1 25 5 50")]
    [InlineData("set status live ", "")]
    [InlineData("set status s", "shadow")]
    [InlineData("rollback hea", "health")]
    [InlineData("report heal", "health")]
    [InlineData("roll", "rollback")]
    public async Task Suggest_NamesRoutesAndStages(string line, string expected)
    {
        var run = await CutoverProgram.RunAsync(Environment, Token, $"[suggest:{line.Length}]", line);

        Assert.Equal(0, run.ExitCode);
        var found = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Where(word => word.StartsWith(line.Split(' ')[^1], StringComparison.Ordinal) && !"-/".Contains(word[0], StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Suggest_WithoutTheFileOfRoutes_IsSilent()
    {
        var run = await CutoverProgram.RunAsync(new Dictionary<string, string?> { ["STRANGLER_YARP"] = "/no/such/file" }, Token, "[suggest:6]", "set st");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("cutover set hea")]
    [InlineData("./cutover set hea")]
    public async Task Bash_CompletesByTheScriptThatTheCommandPrints(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is not part of Windows.");
        using var folder = new TemporaryFolder();
        var command = folder.Combine("cutover");
        await File.WriteAllTextAsync(command, $"#!/bin/sh\nexec dotnet '{CutoverProgram.Program}' \"$@\"\n", Token);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var script = (await CutoverProgram.RunAsync(["completion", "bash"], Token)).Output;

        Assert.Equal("health\n", await BashAsync(
            $"{script}\ncd '{folder.Path}'; PATH=$PWD:$PATH; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=($COMP_LINE); _cutover; printf '%s\\n' \"${{COMPREPLY[@]}}\""));
    }

    [Fact]
    public async Task Script_WorksThroughALinkToALink()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "This is the script of Unix.");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.Combine("first"), RepositoryRoot.Combine("cutover"));
        File.CreateSymbolicLink(folder.Combine("second"), "first");

        Assert.Contains("rollback", await BashAsync($"cd /; '{folder.Combine("second")}' --help"), StringComparison.Ordinal);
    }

    private static async Task<string> BashAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true };
        start.Environment["STRANGLER_YARP"] = Environment["STRANGLER_YARP"];
        using var bash = Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync(Token);
        await bash.WaitForExitAsync(Token);
        return output;
    }
}
