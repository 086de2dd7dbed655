using System.Globalization;
using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Decommission;

/// <summary>Whether legacy can be switched off: by the stages, by who still reached it, and by what it has under way.</summary>
internal sealed class LegacyFarewell(
    CutoverState state, RouteTable table, LegacyUseTable use, GatewayDatabase database, LegacyJobs jobs, OpenSockets sockets, PollingSessions pollings, IOptions<RetentionOptions> retention,
    TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="days">How far to look back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public async Task<DecommissionResponse> LookAsync(int days, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (since, last, found) = await database.ReadInTimeAsync(
            connection => (use.Since(connection), use.Last(connection), use.Find(connection, now - TimeSpan.FromDays(days))), Patience, cancellationToken);
        var kept = now - TimeSpan.FromDays(retention.Value.RetentionDays);
        since = since < kept ? kept : since;
        var snapshot = state.Current;
        List<string> missing = [.. Stages(snapshot), .. UnderWay(), .. Requests(found, days), .. TooShort(since, now, days)];
        return new(
            missing.Count == 0, days, since, last, missing,
            [.. found.Select(one => new LegacyUseResponse(one.Route, $"{snapshot.RouteStageOf(one.Route)}", one.Why, one.Caller, one.Count.Count, one.Count.Last))]);
    }

    private IEnumerable<string> Stages(CutoverSnapshot snapshot)
    {
        if (snapshot.IsPlainProxy)
            yield return "The gateway was started with --legacy-flask-proxy: every route goes to legacy. Start it without.";
        else if (snapshot.LegacyOnly)
            yield return "The switch legacy-only is on: every route goes to legacy. ./cutover legacy-only off ends that.";

        var behind = table.Routes.Where(route => snapshot.StageOf(route) != Stage.Complete).Select(route => $"{route} ({snapshot.RouteStageOf(route)})").ToList();
        if (behind.Count > 0)
            yield return $"{Count(behind.Count, "route is", "routes are")} not at complete: {string.Join(", ", behind)}.";
    }

    private IEnumerable<string> UnderWay()
    {
        if (jobs.UnderWay is > 0 and var running)
            yield return $"{Count(running, "job of legacy's is", "jobs of legacy's are")} under way: wait for the end, or cancel.";
        if (sockets.Count + pollings.Count is > 0 and var open)
            yield return $"{Count(open, "live connection is", "live connections are")} legacy's: ./cutover nudge realtime --reason \"…\" has them connect anew.";
    }

    private static IEnumerable<string> Requests(IReadOnlyList<(string Route, string Why, string Caller, UseCount Count)> found, int days)
    {
        if (found.Count > 0)
            yield return $"{Count(found.Sum(one => one.Count.Count), "request", "requests")} reached legacy in the last {Count(days, "day", "days")}, of {string.Join(", ", found.Select(one => one.Route).Distinct().Order(StringComparer.Ordinal))}.";
    }

    private static IEnumerable<string> TooShort(DateTimeOffset? since, DateTimeOffset now, int days)
    {
        if (since is null || now - since < TimeSpan.FromDays(days))
            yield return $"It is counted only since {(since is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "now")}, less than {Count(days, "day", "days")}: wait, or ask for fewer with --days; ShadowDiff:RetentionDays says how far back it is kept.";
    }

    private static string Count(long count, string one, string more) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : more)}");
}
