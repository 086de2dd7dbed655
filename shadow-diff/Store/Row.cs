using System.Data.Common;

namespace Strangler.ShadowDiff.Store;

/// <summary>A row that a statement has found, by its columns' places from 0. Text is as it was given (<see cref="StoredText"/>).</summary>
/// <param name="reader">Stands on it.</param>
public readonly struct Row(DbDataReader reader)
{
    public int FieldCount => reader.FieldCount;

    public bool IsDBNull(int column) => reader.IsDBNull(column);

    public string GetString(int column) => StoredText.Read(reader.GetString(column));

    /// <summary>Null where the column is.</summary>
    public string? GetText(int column) => IsDBNull(column) ? null : GetString(column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public long GetInt64(int column) => reader.GetInt64(column);

    public double GetDouble(int column) => reader.GetDouble(column);

    public bool GetBoolean(int column) => reader.GetBoolean(column);

    public byte[] GetBytes(int column) => reader.GetFieldValue<byte[]>(column);

    /// <summary>As the engine has it.</summary>
    public object GetValue(int column) => reader.GetValue(column);
}
