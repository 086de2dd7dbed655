using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Store.Postgres;

/// <summary>
/// The schema's steps in PostgreSQL's words. Steps have one text, SQLite's, and differ in what columns are called alone: so both engines have the same tables, and none
/// can be forgotten. A row number that SQLite keeps by itself is a column here; text is compared by its code points there, so it is here (<c>COLLATE "C"</c>).
/// </summary>
internal static partial class ServerWords
{
    public static string Of(string sql) => Word().Replace(sql, static word => word.Value switch
    {
        "INTEGER PRIMARY KEY" or "INTEGER PRIMARY KEY AUTOINCREMENT" => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        ") STRICT, WITHOUT ROWID" => ")",
        ") STRICT" => ", rowid BIGINT GENERATED ALWAYS AS IDENTITY)",
        "TEXT" => "TEXT COLLATE \"C\"",
        "INTEGER" => "BIGINT",
        "REAL" => "DOUBLE PRECISION",
        _ => "BYTEA",
    });

    [GeneratedRegex(@"\bINTEGER PRIMARY KEY( AUTOINCREMENT)?\b|\) STRICT(, WITHOUT ROWID)?|\b(TEXT|INTEGER|REAL|BLOB)\b")]
    private static partial Regex Word();
}
