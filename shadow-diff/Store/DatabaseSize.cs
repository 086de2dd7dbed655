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

    /// <summary>What it took when it was last made smaller. A server keeps the room of what was deleted: before it takes more there is nothing new to look for, and looking reads all of it.</summary>
    private long _room;

    /// <exception cref="StoreException">Writing failed.</exception>
    public async Task LimitAsync(CancellationToken cancellationToken)
    {
        if (database.Ask(static engine => engine.AllBytes()) <= Math.Max(_high, _room))
            return;

        var left = 1;
        while (left > 0 && database.Ask(static engine => engine.UsedBytes()) > _low)
            await database.WriteAsync(connection => left = features.Sum(feature => feature.Shrink(connection)), durable: false, cancellationToken);

        await database.InTurnAsync(static engine => engine.GiveBack(), cancellationToken);
        _room = database.Ask(static engine => engine.AllBytes());
        Report(database.Ask(static engine => engine.UsedBytes()));
    }

    private void Report(long bytes)
    {
        if (bytes > _high && !_isFull)
            CannotShrink(database.Name, bytes, options.Value.MaxDatabaseBytes);

        _isFull = bytes > _high;
    }

    [LoggerMessage(LogLevel.Warning, "{Database} has {Bytes} bytes of the {Limit} that it may have and no more examples to delete; raise ShadowDiff:MaxDatabaseBytes")]
    private partial void CannotShrink(string database, long bytes, long limit);
}
