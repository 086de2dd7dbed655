using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Strangler.ShadowDiff.Store;

/// <summary>Keeps the database and its log under <see cref="RetentionOptions.MaxDatabaseBytes"/>: the features give up the oldest of what they can spare.</summary>
internal sealed partial class DatabaseSize(GatewayDatabase database, IEnumerable<IStoreFeature> features, IOptions<RetentionOptions> options, ILogger<DatabaseSize> logger)
{
    /// <summary>From here on features give up what they can spare; the rest is room for the log of the transactions under way.</summary>
    private readonly long _high = options.Value.MaxDatabaseBytes / 8 * 5;

    /// <summary>Down to here, so that it is not done with each write.</summary>
    private readonly long _low = options.Value.MaxDatabaseBytes / 2;
    private bool _isFull;

    /// <exception cref="StoreException">Writing failed.</exception>
    public async Task LimitAsync(CancellationToken cancellationToken)
    {
        if (database.Read(Bytes) <= _high)
            return;

        var left = 1;
        while (left > 0 && database.Read(UsedBytes) > _low)
            await database.WriteAsync(connection => left = features.Sum(feature => feature.Shrink(connection)), durable: false, cancellationToken);

        await database.MaintainAsync(
            static connection =>
            {
                connection.Query("PRAGMA incremental_vacuum", static row => 0); // a step for each page: it has to be read to its end
                connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
            },
            cancellationToken);
        Report(database.Read(Bytes));
    }

    private static long Bytes(SqliteConnection connection) => Pragma(connection, "page_count") * Pragma(connection, "page_size");

    private static long UsedBytes(SqliteConnection connection) =>
        (Pragma(connection, "page_count") - Pragma(connection, "freelist_count")) * Pragma(connection, "page_size");

    private static long Pragma(SqliteConnection connection, string name) => (long)connection.Scalar($"PRAGMA {name}")!;

    private void Report(long bytes)
    {
        if (bytes > _high && !_isFull)
            CannotShrink(database.FilePath, bytes, options.Value.MaxDatabaseBytes);

        _isFull = bytes > _high;
    }

    [LoggerMessage(LogLevel.Warning, "{File} has {Bytes} bytes of the {Limit} that it may have and no more examples to delete; raise ShadowDiff:MaxDatabaseBytes")]
    private partial void CannotShrink(string file, long bytes, long limit);
}
