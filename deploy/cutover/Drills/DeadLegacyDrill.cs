using System.Net;
using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Drills;

/// <summary>Legacy is gone. What modern answers goes on, is not taken back to what does not answer, however bad it is, and all is as before once legacy is there again.</summary>
/// <param name="live">The path of the route that is at <c>live</c>.</param>
/// <param name="legacy">A path that legacy answers.</param>
internal sealed class DeadLegacyDrill(string name, string route, string fault, TimeSpan bound, string live, string legacy) : Drill(name, route, fault, bound)
{
    /// <summary>Longer than a rollback would take.</summary>
    private static readonly TimeSpan Bad = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task<DrillResult> RunAsync(DrillSystem system, TimeSpan? within, CancellationToken cancellationToken)
    {
        await GoLiveAsync(system, cancellationToken);
        await using var ofModern = new DrillTraffic(system.Public, _ => new(HttpMethod.Get, live), Pace * 2, Time);
        await using var ofLegacy = new DrillTraffic(system.Public, _ => new(HttpMethod.Get, legacy), Pace * 2, Time);
        await Task.Delay(Calm, Time, cancellationToken);

        var broken = Time.GetUtcNow();
        await system.StopFlaskAsync();
        var gone = Time.GetUtcNow();
        var seen = await WaitAsync(() => AnswersAsync(system, answers: false, cancellationToken), Bound(within), cancellationToken);
        var detected = Time.GetUtcNow();
        await Task.Delay(Calm, Time, cancellationToken);

        var bad = Time.GetUtcNow();
        system.Break(StartupHook.Status);
        await Task.Delay(Bad, Time, cancellationToken);
        system.Repair();
        var during = await system.BoardAsync(cancellationToken);

        var starting = Time.GetUtcNow();
        await system.StartFlaskAsync(cancellationToken);
        var started = Time.GetUtcNow();
        var back = await WaitAsync(() => AnswersAsync(system, answers: true, cancellationToken), Bound(within), cancellationToken);
        var well = Time.GetUtcNow();
        await Task.Delay(Calm, Time, cancellationToken);
        var (modern, old) = (await ofModern.StopAsync(), await ofLegacy.StopAsync());
        var after = await system.BoardAsync(cancellationToken);
        await system.MoveAsync(Route, Stage.Legacy, cancellationToken);

        var stage = StageOf(during);
        var dead = old.Where(reply => reply.Sent > gone && reply.Sent + reply.Took < starting).ToList();
        var problem =
            seen is null ? "the board did not say that legacy does not answer"
            : stage != Stage.Live.Name() ? $"{Route} was taken to {stage}, where nobody answers"
            : modern.FirstOrDefault(reply => reply.Sent + reply.Took < bad && reply.Status != (int)HttpStatusCode.OK) is { } lost ? $"{live} was answered {lost.Status}: {lost.Body}"
            : dead.FirstOrDefault(reply => reply.Status != (int)HttpStatusCode.BadGateway) is { } other ? $"{legacy} was answered {other.Status}, not 502: {other.Body}"
            : back is null ? "legacy is there again, and the board does not say so"
            : modern.Concat(old).FirstOrDefault(reply => reply.Sent > well && reply.Status != (int)HttpStatusCode.OK) is { } late ? $"legacy is there again, and an answer was {late.Status}: {late.Body}"
            : StageOf(after) != Stage.Live.Name() ? $"{Route} was taken to {StageOf(after)} for what it answered while legacy was gone"
            : null;
        return new(
            Name, Route, Fault, seen is null ? null : "board", seen is null ? null : SecondsSince(broken, detected), back is null ? null : SecondsSince(started, well), modern.Count + old.Count,
            modern.Concat(old).Count(reply => reply.Status != (int)HttpStatusCode.OK), Bound(within).TotalSeconds, problem,
            $"{dead.Count} answers of {legacy} were 502 while legacy was gone; {Route} stayed at live, through {Bad.TotalSeconds:0} s of 500s too; back is counted from when Flask was there again");
    }

    private static async Task<BoardResponse?> AnswersAsync(DrillSystem system, bool answers, CancellationToken cancellationToken) =>
        await system.BoardAsync(cancellationToken) is var board && board.Legacy?.Answers == answers ? board : null;

    private string StageOf(BoardResponse board) => board.Routes.Single(one => one.Route == Route).Stage;
}
