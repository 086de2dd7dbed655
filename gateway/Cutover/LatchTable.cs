using System.Data.Common;
using Strangler.Contract;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Cutover;

/// <summary>Table <c>latch</c> of <c>gateway.db</c>: the routes that the gateway has taken back, over a restart. Memory is the truth; the table follows it.</summary>
internal sealed class LatchTable(Latches latches) : IStoreFeature
{
    private int _written;

    public IEnumerable<Migration> Migrations =>
    [
        new(
            11,
            """
            CREATE TABLE latch (
                file TEXT NOT NULL, route TEXT NOT NULL, at INTEGER NOT NULL, was TEXT NOT NULL, held TEXT NOT NULL, configured TEXT NOT NULL,
                watch TEXT NOT NULL, evidence TEXT NOT NULL, PRIMARY KEY (file, route)) STRICT;
            """),
        new(13, "ALTER TABLE latch ADD COLUMN told INTEGER NOT NULL DEFAULT 1;"), // of those before nobody knows
    ];

    /// <summary>Those of one <c>features.json</c>.</summary>
    public static IReadOnlyList<Latch> Find(DbConnection connection, string file) => connection.Query(
        "SELECT route, was, held, at, watch, evidence, configured, told FROM latch WHERE file = @file",
        row => new Latch(
            row.GetString(0), Stage(row.GetString(1)), Stage(row.GetString(2)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetString(4), row.GetString(5), Stage(row.GetString(6)))
        { IsTold = row.GetInt64(7) != 0 },
        ("@file", file));

    /// <inheritdoc/>
    public void Load(DbConnection connection) => latches.TakeUp(Find(connection, latches.File), isLate: true);

    /// <inheritdoc/>
    public void BeginAnew(DbConnection connection) => _written = latches.All.Count > 0 ? -1 : _written;

    /// <inheritdoc/>
    public PendingWrite? Take()
    {
        var (version, all, before) = (latches.Version, latches.All, _written);
        if (version == before)
            return null;

        _written = version;
        return new((connection, _) => Write(connection, all), Return: () => _written = before, IsDurable: true);
    }

    private void Write(DbConnection connection, IReadOnlyList<Latch> all)
    {
        connection.Execute("DELETE FROM latch WHERE file = @file", ("@file", latches.File));
        foreach (var latch in all)
        {
            connection.Execute(
                "INSERT INTO latch (file, route, at, was, held, configured, watch, evidence, told) VALUES (@file, @route, @at, @was, @held, @configured, @watch, @evidence, @told)",
                ("@file", latches.File),
                ("@route", latch.Route),
                ("@at", latch.At.ToUnixTimeMilliseconds()),
                ("@was", $"{latch.From}"),
                ("@held", $"{latch.To}"),
                ("@configured", $"{latch.Configured}"),
                ("@watch", latch.Watch),
                ("@evidence", latch.Evidence),
                ("@told", latch.IsTold ? 1L : 0L));
        }
    }

    private static RouteStage Stage(string text) =>
        RouteStage.TryParse(text, out var stage) ? stage : throw new FormatException($"'{text}' is no stage");
}
