using System.CommandLine;
using Strangler.CommandLine.Drills;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;

namespace Strangler.CommandLine.Commands;

/// <summary><c>drill [NAME…]</c>: breaks a live route of a system of its own, and shows how long the gateway takes to take it back.</summary>
internal static class DrillCommand
{
    private static readonly Argument<string[]> Names = new Argument<string[]>("drill") { Description = $"{string.Join(", ", Known())}; without a name all of them", Arity = ArgumentArity.ZeroOrMore }.OneOf(Known());
    private static readonly Option<double?> Within = Ranged.Number("--within", "Seconds that the gateway may take, instead of each drill's own bound", 1, 600);

    public static Command Create()
    {
        var command = new Command("drill", "Breaks a live route on a system of its own (no other gateway is asked or touched), and measures how the gateway takes it back") { Names, Within };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var (names, within) = (result.GetValue(Names) ?? [], result.GetValue(Within));
            var results = await RunAsync(names, within is { } seconds ? TimeSpan.FromSeconds(seconds) : null, cancellationToken);
            session.Show(results, DrillJson.Readable.DrillResults, screen => screen.Show(results));
            return results.Drills.All(one => one.Problem is null) ? ExitCode.Done : ExitCode.Refused;
        }));
        return command;
    }

    private static async Task<DrillResults> RunAsync(string[] names, TimeSpan? within, CancellationToken cancellationToken)
    {
        Notice.Write("Starting a gateway, a Flask and a backup server for the drill alone.");
        await using var system = await DrillSystem.StartAsync(cancellationToken);
        List<DrillResult> results = [];
        foreach (var drill in DrillList.All.Where(drill => names.Length == 0 || names.Contains(drill.Name)))
        {
            Notice.Write($"Drill {drill.Name}.");
            results.Add(await drill.RunAsync(system, within, cancellationToken));
        }

        return new(results);
    }

    private static string[] Known() => [.. DrillList.All.Select(drill => drill.Name)];
}
