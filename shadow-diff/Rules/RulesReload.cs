using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.WatchedFiles;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Puts an edited rules file in force. One with an error changes nothing.</summary>
internal sealed partial class RulesReload(RulesInForce rules, IShadowedRoutes routes, IOptions<RulesOptions> options, ILogger<RulesReload> logger) : IReload
{
    // The first look finds a change in any case: the file may have been edited since the program read it at its start.
    public WatchedFile File { get; } = new(RulesFile.Find(options.Value.Rules));

    /// <summary>The routes that rules may name; null while the host has none yet.</summary>
    public static IReadOnlyCollection<string>? Known(IShadowedRoutes routes) => routes.Known is { Count: > 0 } known ? known : null;

    public Task ReloadAsync(CancellationToken cancellationToken)
    {
        var stamp = File.Look();
        try
        {
            var loaded = RulesFile.Load(File.Path, Known(routes));
            File.HasRead(stamp);
            rules.Replace(loaded);
            InForce(File.Path, loaded.Rules.Count);
        }
        catch (InvalidRulesException ex) when (ex.IsUnread && !File.HasNotRead(stamp, ex.Message))
        {
            // It is said already, and looked at again.
        }
        catch (InvalidRulesException ex)
        {
            if (!ex.IsUnread)
                File.HasRead(stamp);
            rules.Refuse(ex.Errors.Select(error => $"{Path.GetFileName(File.Path)}: {error}").ToList());
            Refused(ex.Message);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "{File} is in force with {Count} rules")]
    private partial void InForce(string file, int count);

    [LoggerMessage(LogLevel.Error, "The rules have errors and are not in force; those before stay: {Errors}")]
    private partial void Refused(string errors);
}
