using System.Data.Common;

namespace Strangler.ShadowDiff.Store.Moving;

/// <summary>
/// Table <c>store_move</c> of a database that is being filled: how many rows of each table are there. Until the end its schema has a version that no program starts with
/// (<see cref="GatewayDatabase.Unfinished"/>).
/// </summary>
internal static class MoveNotes
{
    /// <summary>Makes an empty database ready to be filled.</summary>
    /// <exception cref="StoreException">It is not empty.</exception>
    public static void Begin(HeldDatabase target, string source, int schema, IReadOnlyList<MovedTable> tables)
    {
        if (target.Read(() => tables.FirstOrDefault(table => target.Connection.Scalar($"SELECT 1 FROM {table.Quoted} LIMIT 1") is not null)) is { } filled)
            throw new StoreException($"{target.Name} is not empty: there are rows in {filled.Name}. Name another one, or take away what it holds.");

        target.Write(_ =>
        {
            target.Connection.Execute("CREATE TABLE store_move (name TEXT PRIMARY KEY, copied BIGINT NOT NULL, source TEXT NOT NULL)");
            foreach (var table in tables)
                target.Connection.Execute("INSERT INTO store_move (name, copied, source) VALUES (@name, 0, @source)", ("@name", table.Name), ("@source", source));
            target.SetVersion(GatewayDatabase.Unfinished + schema);
        });
    }

    /// <summary>How many rows of each table are there.</summary>
    /// <exception cref="StoreException">They are of another source.</exception>
    public static Dictionary<string, long> Read(HeldDatabase target, string source)
    {
        var notes = target.Read(() => target.Connection.Query("SELECT name, copied, source FROM store_move", row => (Name: row.GetString(0), Copied: row.GetInt64(1), Source: row.GetString(2))));
        return notes.FirstOrDefault(note => note.Source != source) is { Source: { } other }
            ? throw new StoreException($"{target.Name} has what a move from {other} has left. Go on with that one, or name another database.")
            : notes.ToDictionary(note => note.Name, note => note.Copied);
    }

    /// <summary>In the transaction that adds the rows.</summary>
    public static void Write(DbConnection connection, string table, long copied) =>
        connection.Execute("UPDATE store_move SET copied = @copied WHERE name = @name", ("@copied", copied), ("@name", table));

    /// <summary>From now on programs start with it.</summary>
    public static void End(HeldDatabase target, int schema, IEnumerable<MovedTable> tables) => target.Write(_ =>
    {
        foreach (var table in tables)
            target.ContinueNumbers(table);
        target.Connection.Execute("DROP TABLE store_move");
        target.SetVersion(schema);
    });
}
