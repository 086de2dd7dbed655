using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Programs;

/// <summary>A compiler that stays warm from one build to the next, of this run alone: it ends with it, and nobody else's is used or ended.</summary>
internal sealed class CompileServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _name = $"strangler-run-{Environment.ProcessId}";

    /// <summary>For MSBuild.</summary>
    public IReadOnlyList<string> Arguments => ["-nodeReuse:false", "-p:UseSharedCompilation=true", $"-p:SharedCompilationId={_name}"];

    /// <summary>Where it cannot be told to end it does so by itself, ten minutes after the last build.</summary>
    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            var (_, folder) = await OneShot.ReadAsync(DotNet.Host, ["msbuild", Repository.At("deploy", "launcher"), "-getProperty:RoslynTargetsPath", "-nologo"], bound.Token);
            var server = Path.Combine(folder.Trim(), "bincore", OperatingSystem.IsWindows() ? "VBCSCompiler.exe" : "VBCSCompiler");
            if (File.Exists(server))
                await OneShot.ReadAsync(server, [$"-pipename:{_name}", "-shutdown"], bound.Token);
        }
        catch (OperationCanceledException)
        {
            // It ends by itself.
        }
    }
}
