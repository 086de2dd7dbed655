using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Rules;

/// <summary>
/// Puts an edited rules file in force within about a second. One with an error changes nothing. The file is polled and not
/// watched: watchers lose events on network shares and in containers.
/// </summary>
internal sealed partial class RulesReload(RulesInForce rules, IOptions<RulesOptions> options, TimeProvider time, ILogger<RulesReload> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = RulesFile.Find(options.Value.Rules);
        var (inForce, seen) = (default(FileStamp), default(FileStamp));
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            // Read only what has stood still since the last look: whoever writes it is done.
            var stamp = FileStamp.Of(path);
            if (stamp == seen && stamp != inForce)
            {
                inForce = stamp;
                Load(path);
            }

            seen = stamp;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Load(string path)
    {
        try
        {
            var loaded = RulesFile.Load(path);
            rules.Replace(loaded);
            InForce(path, loaded.Rules.Count);
        }
        catch (InvalidRulesException ex)
        {
            rules.Refuse(ex.Errors.Select(error => $"{Path.GetFileName(path)}: {error}").ToList());
            Refused(ex.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "{File} is in force with {Count} rules")]
    private partial void InForce(string file, int count);

    [LoggerMessage(LogLevel.Error, "The rules have errors and are not in force; those before stay: {Errors}")]
    private partial void Refused(string errors);

    private readonly record struct FileStamp(DateTime Written, long Length)
    {
        public static FileStamp Of(string path) => new FileInfo(path) is { Exists: true } file ? new(file.LastWriteTimeUtc, file.Length) : new(default, -1);
    }
}
