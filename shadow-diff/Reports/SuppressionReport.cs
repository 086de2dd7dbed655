using System.Data.Common;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>How many exchanges had a difference that a volatile rule covered.</summary>
public sealed record SuppressionReport(string Rule, long Count, DateTimeOffset LastSeen)
{
    internal static IReadOnlyList<SuppressionReport> Read(DbConnection connection, string route) => connection.Query(
        "SELECT rule, count, last_seen FROM suppression WHERE route = @route ORDER BY rule",
        row => new SuppressionReport(row.GetString(0), row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
        ("@route", route));
}
