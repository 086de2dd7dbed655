using System.CommandLine;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;
using Strangler.Settings;

namespace Strangler.CommandLine.Commands;

/// <summary><c>watch</c>: <c>status</c>, kept up to date until Ctrl-C, or until nobody reads it any more. A gateway that does not answer is asked again.</summary>
internal static class WatchCommand
{
    private static readonly Option<int> Interval = Ranged.Integer("--interval", "Seconds between two looks", 1, 3600, usual: 2);
    private static readonly Option<string?> Route = new Option<string?>("--route") { Description = "Only this route; what is wrong elsewhere is said all the same" }.Completed();

    private static readonly TimeSpan LookAtOutput = TimeSpan.FromSeconds(1); // of which an interval is a multiple

    public static Command Create()
    {
        var command = new Command("watch", "status, kept up to date until Ctrl-C: drawn over at a terminal, through a pipe a block for each change") { Route, Interval };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var view = WatchView.For(SharedOptions.ReadJson(result));
            var lastAnswer = TimeProvider.System.GetUtcNow();
            try
            {
                while (!StandardOutput.IsClosed)
                {
                    try
                    {
                        var (board, timeline) = await LookAsync(session, result.GetValue(Route), view.ShowsTimeline, cancellationToken);
                        lastAnswer = TimeProvider.System.GetUtcNow();
                        view.Show(lastAnswer, board, timeline);
                    }
                    catch (CommandException silent) when (silent.GatewayFailed)
                    {
                        view.ShowSilence(lastAnswer, silent.Message);
                    }

                    await WaitAsync(TimeSpan.FromSeconds(result.GetValue(Interval)), cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // That is how it ends.
            }
        }));
        return command;
    }

    /// <summary>Until the next look, or until nobody reads it any more.</summary>
    private static async Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        for (var left = interval; left > TimeSpan.Zero && !StandardOutput.IsClosed; left -= LookAtOutput)
            await Task.Delay(LookAtOutput, TimeProvider.System, cancellationToken);
    }

    private static async Task<(BoardResponse Board, TimelineResponse? Timeline)> LookAsync(Session session, string? route, bool withTimeline, CancellationToken cancellationToken)
    {
        var board = (await session.Api.GetAsync("/api/routes", ManagementJson.Default.BoardResponse, cancellationToken)).Value;
        if (route is not null)
        {
            var (all, chosen) = (board.Routes, board.Routes.Where(row => row.Route == route).ToList());
            if (chosen.Count == 0)
                throw new CommandException($"there is no route '{route}'; {NearestName.Advice(route, [.. all.Select(row => row.Route)], "the routes are")}.", ExitCode.BadUsage);

            board = board with { Routes = chosen };
        }

        if (!withTimeline)
            return (board, null);

        var query = $"minutes={TimelineView.Minutes}{(route is null ? "" : $"&route={Uri.EscapeDataString(route)}")}";
        return (board, (await session.Api.GetAsync($"/api/timeline?{query}", ManagementJson.Default.TimelineResponse, cancellationToken)).Value);
    }
}
