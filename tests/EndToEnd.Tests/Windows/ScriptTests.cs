namespace Strangler.EndToEnd.Tests.Windows;

/// <summary>What the scripts of all three shells do alike: <c>.cmd</c> under Wine, <c>.ps1</c> in PowerShell 7, those of Unix.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string Missing = "error: the .NET SDK 10 is missing";

    private static readonly string[] Odd = ["--data", "a b & c", "x^y!", "(it's)", "", "--", "--Gateway:Public=http://127.0.0.1:0"];

    private readonly ScriptFolder _folder = new();

    public static TheoryData<string> Shells { get; } = ["sh", "ps1", "cmd"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task WhatIsBuilt_IsStartedAtOnce_WithTheArgumentsAsTheyAre_AndItsExitCode(string shell)
    {
        foreach (var verb in new[] { "run", "test", "package" })
        {
            var (exitCode, output) = await _folder.RunAsync(shell, verb, $"{verb}=7", verb == "run" ? Odd : ["--help"]);

            Assert.True(exitCode == 7, output);
            Assert.Equal(["strangler-launcher.dll | fresh", $"strangler-launcher.dll | {verb} | {(verb == "run" ? string.Join(" | ", Odd) : "--help")}"], _folder.Calls);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task WhatIsNotFresh_IsBuilt_AndOneThatFailsIsStartedByNoScript(string shell)
    {
        var (failed, said) = await _folder.RunAsync(shell, "run", "fresh=1;msbuild=5");
        Assert.True(failed == 1, said);
        Assert.Equal("--version", _folder.Calls[1]);
        Assert.StartsWith("msbuild | launcher | -restore | ", _folder.Calls[^1], StringComparison.Ordinal);
        Assert.False(_folder.Has("artifacts/launcher/stamp"));

        var (exitCode, output) = await _folder.RunAsync(shell, "run", "fresh=1;run=3");
        Assert.True(exitCode == 3, output);
        Assert.Equal("strangler-launcher.dll | run", _folder.Calls[^1]);
        Assert.True(_folder.Has("artifacts/launcher/stamp") && !_folder.Has("artifacts/launcher/stamp.new"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task WithoutTheSdk_ALineSaysSo(string shell)
    {
        var (exitCode, output) = await _folder.RunAsync(shell, "run", "fresh=1;--version=1");
        Assert.True(exitCode == 1 && output.Contains($"{Missing} (found: 9.0.100): install it from", StringComparison.Ordinal), output);
        Assert.DoesNotContain("msbuild", string.Join('\n', _folder.Calls), StringComparison.Ordinal);

        _folder.RemoveDotNet();
        (exitCode, output) = await _folder.RunAsync(shell, "run", "");
        Assert.True(exitCode == 1 && output.Contains($"{Missing} (found: none): install it from", StringComparison.Ordinal), output);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Command_HasItsArgumentsAsTheyAre_AndItsExitCode_AndSaysWhenThereIsNoDotNet(string shell)
    {
        var (exitCode, output) = await _folder.RunAsync(shell, "cutover", "rollback=4", ["rollback", .. Odd]);
        Assert.True(exitCode == 4, output);
        Assert.Equal([$"cutover.dll | rollback | {string.Join(" | ", Odd)}"], _folder.Calls);

        _folder.RemoveDotNet();
        (exitCode, output) = await _folder.RunAsync(shell, "cutover", "", "rollback");
        Assert.True(exitCode == 1 && output.Contains(Missing, StringComparison.Ordinal), output);
    }
}
