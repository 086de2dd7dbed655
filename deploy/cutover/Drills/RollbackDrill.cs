using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Drills;

/// <summary>A drill that the gateway must end by taking the route back to legacy.</summary>
/// <param name="breaks">Makes the fault.</param>
/// <param name="repairs">Takes it away.</param>
/// <param name="isBad">Whether a client could not use its answer.</param>
internal sealed class RollbackDrill(
    string name, string route, string fault, TimeSpan bound, Action<DrillSystem> breaks, Action<DrillSystem> repairs, Func<int, HttpRequestMessage> request,
    Func<DrillSystem, Reply, CancellationToken, Task<bool>> isBad) : Drill(name, route, fault, bound)
{
    /// <summary>Time from one request to the next.</summary>
    public TimeSpan Interval { get; init; } = Pace;

    /// <inheritdoc/>
    public override async Task<DrillResult> RunAsync(DrillSystem system, TimeSpan? within, CancellationToken cancellationToken)
    {
        await GoLiveAsync(system, cancellationToken);
        await using var traffic = new DrillTraffic(system.Public, request, Interval, Time);
        await Task.Delay(Calm, Time, cancellationToken);

        var broken = Time.GetUtcNow();
        breaks(system);
        var board = await WaitAsync(() => BackAsync(system, cancellationToken), Bound(within), cancellationToken);
        var back = Time.GetUtcNow();
        await Task.Delay(Calm, Time, cancellationToken);
        var bad = await BadAsync(system, await traffic.StopAsync(), cancellationToken);

        repairs(system);
        await system.MoveAsync(Route, Stage.Legacy, cancellationToken);
        var latch = board?.Latched?.FirstOrDefault(one => one.Route == Route);
        return new(
            Name, Route, Fault, latch?.Watch, latch is null ? null : SecondsSince(broken, latch.At), board is null ? null : SecondsSince(broken, back), bad.All, bad.Replies.Count,
            Bound(within).TotalSeconds, Problem(board, bad.Replies, broken, back));
    }

    /// <summary>The board that says so; null while the route is elsewhere.</summary>
    private async Task<BoardResponse?> BackAsync(DrillSystem system, CancellationToken cancellationToken)
    {
        var board = await system.BoardAsync(cancellationToken);
        return board.Routes.Any(one => one.Route == Route && one.Stage == Stage.Legacy.Name()) ? board : null;
    }

    private async Task<(int All, IReadOnlyList<Reply> Replies)> BadAsync(DrillSystem system, IReadOnlyList<Reply> replies, CancellationToken cancellationToken)
    {
        var bad = new List<Reply>();
        foreach (var reply in replies)
        {
            if (await isBad(system, reply, cancellationToken))
                bad.Add(reply);
        }

        return (replies.Count, bad);
    }

    private string? Problem(BoardResponse? board, IReadOnlyList<Reply> bad, DateTimeOffset broken, DateTimeOffset back) =>
        bad.FirstOrDefault(reply => reply.Sent + reply.Took < broken) is { } early ? $"{Route} was not well before the fault: {Describe(early)}"
        : board is null ? $"{Route} was not taken back"
        : bad.FirstOrDefault(reply => reply.Sent > back) is { } late ? $"{Route} is back and still not well: {Describe(late)}"
        : null;

    private static string Describe(Reply reply) => $"{(reply.Status is { } status ? $"{status} " : "")}{reply.Body.ReplaceLineEndings(" ")}";
}
