using Npgsql;

namespace Strangler.ShadowDiff.Store.Postgres;

/// <summary>
/// Table <c>last_batch</c>: the number of the last transaction that each gateway has committed, written in that transaction. Where the answer to a COMMIT was lost, it says
/// what became of it.
/// </summary>
internal sealed class LastBatch
{
    private readonly string _gateway = Guid.NewGuid().ToString();
    private long _number;

    /// <summary>Makes this gateway's row, so that a transaction under way holds it, and forgets gateways that are long gone.</summary>
    public void Begin(NpgsqlConnection connection)
    {
        connection.Execute("DELETE FROM last_batch WHERE at < now() - interval '7 days'");
        Write(connection, _number);
    }

    /// <summary>The number of the next transaction.</summary>
    public long Next() => ++_number;

    /// <summary>Notes it, as the last of the transaction.</summary>
    public void Write(NpgsqlConnection connection, long number) => connection.Execute(
        "INSERT INTO last_batch (gateway, number, at) VALUES (@gateway, @number, now()) ON CONFLICT (gateway) DO UPDATE SET number = excluded.number, at = excluded.at",
        ("@gateway", _gateway), ("@number", number));

    /// <summary>Whether it was committed. One that the server is still busy with holds the row: its end is waited for.</summary>
    public bool IsKept(NpgsqlConnection connection, long number) =>
        connection.Scalar("SELECT number FROM last_batch WHERE gateway = @gateway FOR UPDATE", ("@gateway", _gateway)) is long last && last == number;
}
