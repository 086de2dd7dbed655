using System.Data.Common;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Shape;

/// <summary>Carries shapes between memory and table <c>shape</c>.</summary>
internal sealed class ShapeStore(LearnedShapes shapes) : IStoreFeature
{
    public IEnumerable<Migration> Migrations =>
    [
        new(
            9,
            """
            CREATE TABLE shape (
                route TEXT NOT NULL, method TEXT NOT NULL, side TEXT NOT NULL, build TEXT NOT NULL, seen INTEGER NOT NULL, document TEXT NOT NULL,
                PRIMARY KEY (route, method, side, build)) STRICT, WITHOUT ROWID;
            """,
            Part: 1,
            Parts: 2),
    ];

    public void Load(DbConnection connection)
    {
        foreach (var (route, method, side, build, document) in connection.Query(
            "SELECT route, method, side, build, document FROM shape", row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4))))
        {
            if (KebabName<Side>.TryParse(side) is { } known && RouteShape.Parse(document) is { } shape)
                shapes.Load(new(route, method, known, build), shape);
        }
    }

    public void BeginAnew(DbConnection connection) => shapes.ReturnAll();

    public PendingWrite? Take()
    {
        var changed = shapes.Take();
        return changed.Count == 0 ? null : new((connection, at) => Write(connection, changed, at), () => shapes.Return(changed.Select(one => one.Key)));
    }

    /// <summary>Of builds of modern that are gone; legacy's stay.</summary>
    public void DeleteOld(DbConnection connection, DateTimeOffset now, DateTimeOffset oldest) =>
        connection.Execute("DELETE FROM shape WHERE side = @modern AND seen < @oldest", ("@modern", KebabName<Side>.Of(Side.Modern)), ("@oldest", oldest.ToUnixTimeMilliseconds()));

    private static void Write(DbConnection connection, IReadOnlyList<(ShapeKey Key, string Document)> changed, DateTimeOffset at)
    {
        foreach (var (key, document) in changed)
        {
            connection.Execute(
                """
                INSERT INTO shape (route, method, side, build, seen, document) VALUES (@route, @method, @side, @build, @seen, @document)
                ON CONFLICT (route, method, side, build) DO UPDATE SET seen = excluded.seen, document = excluded.document
                """,
                ("@route", key.Route),
                ("@method", key.Method),
                ("@side", KebabName<Side>.Of(key.Side)),
                ("@build", key.Build),
                ("@seen", at.ToUnixTimeMilliseconds()),
                ("@document", document));
        }
    }
}
