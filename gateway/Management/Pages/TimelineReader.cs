using Strangler.Contract;
using Strangler.Contract.Management;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Metrics;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Management.Pages;

/// <summary>The time line with the moves of its time, which the audit knows.</summary>
internal sealed class TimelineReader(Timeline timeline, AuditLog audit, RouteTable table, GatewayFiles files, TimeProvider time)
{
    /// <summary>As many as are kept.</summary>
    public static readonly int MostMinutes = (int)(Timeline.Kept * Timeline.Interval).TotalMinutes;

    private const int MostEntries = 200;

    /// <param name="route">Null for all routes together.</param>
    /// <param name="minutes">From 1 to <see cref="MostMinutes"/>.</param>
    /// <param name="cancellationToken">Until the audit is read.</param>
    public async Task<TimelineResponse> ReadAsync(string? route, int minutes, CancellationToken cancellationToken)
    {
        var intervals = timeline.Read(route, (int)(TimeSpan.FromMinutes(minutes) / Timeline.Interval));
        var to = intervals.Count > 0 ? intervals[^1].End : time.GetUtcNow();
        var from = to - TimeSpan.FromMinutes(minutes);
        var moves = await audit.FindAsync(new AuditQuery(MostEntries), cancellationToken);
        return new(
            route,
            from,
            to,
            timeline.Start,
            (int)Timeline.Interval.TotalSeconds,
            [.. intervals.Where(interval => interval.End > from).Select(interval => new TimelineSample(interval.End, Shown(interval.Legacy), Shown(interval.Modern)))],
            [.. moves.Where(entry => entry.At > from && IsMove(entry, route)).Reverse()
                .Select(entry => new AuditedChange(entry.Id, entry.At, entry.Who, entry.Why, entry.Route, entry.Before, entry.After))]);
    }

    private bool IsMove(AuditEntry entry, string? route) =>
        entry.Before != entry.After && entry.IsOf(files.Features.File.Path)
        && (entry.Route == FeatureFlag.LegacyOnly || (route is null ? table.Modules.ContainsKey(entry.Route) : entry.Route == route));

    private static TimelineSide Shown(TimelinePoint point) => new(point.Requests, point.Errors, point.P95Ms > 0 ? Math.Round(point.P95Ms, 3) : null);
}
