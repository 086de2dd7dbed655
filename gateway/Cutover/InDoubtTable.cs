using System.Data.Common;
using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Table <c>in_doubt</c> of <c>gateway.db</c>: the writes of <c>features.json</c> that were given up and may come late, over a restart. Memory is the truth; the table follows it.
/// </summary>
internal sealed class InDoubtTable(GatewayFiles files) : IStoreFeature
{
    private IReadOnlyList<OwnWrite> _written = [];

    public IEnumerable<Migration> Migrations => [new(14, "CREATE TABLE in_doubt (file TEXT NOT NULL, before BLOB NOT NULL, after BLOB NOT NULL) STRICT;")];

    /// <summary>Those of one <c>features.json</c>.</summary>
    public static IReadOnlyList<OwnWrite> Find(DbConnection connection, string file) =>
        connection.Query("SELECT before, after FROM in_doubt WHERE file = @file", row => new OwnWrite(row.GetBytes(0), row.GetBytes(1)), ("@file", file));

    /// <inheritdoc/>
    public void Load(DbConnection connection)
    {
        if (files.InDoubt.Count == 0)
            files.TakeUp(Find(connection, File)); // where that was not possible at the start
    }

    /// <inheritdoc/>
    public PendingWrite? Take()
    {
        var (all, before) = (files.InDoubt, _written);
        if (ReferenceEquals(all, before) || (all.Count == 0 && before.Count == 0))
            return null;

        _written = all;
        return new((connection, _) => Write(connection, all), Return: () => _written = before, IsDurable: true);
    }

    private string File => files.Features.File.Path;

    private void Write(DbConnection connection, IReadOnlyList<OwnWrite> all)
    {
        connection.Execute("DELETE FROM in_doubt WHERE file = @file", ("@file", File));
        foreach (var write in all)
            connection.Execute("INSERT INTO in_doubt (file, before, after) VALUES (@file, @before, @after)", ("@file", File), ("@before", write.Before), ("@after", write.After));
    }
}
