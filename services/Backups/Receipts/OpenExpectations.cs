using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Strangler.Services.Backups.Receipts;

/// <summary>The expected files without an outcome yet, by stored name. Each leaves with its outcome (Q24).</summary>
internal sealed partial class OpenExpectations(
    ReceiptNotices notices, IOptions<ReceiptsOptions> options, TimeProvider time, ILogger<OpenExpectations> logger) : IAwaitedReceipts
{
    private readonly ConcurrentDictionary<string, Expectation> _byName = new(ReceivedFolder.Names);
    private long _registered;

    public bool IsEmpty => _byName.IsEmpty;

    /// <inheritdoc/>
    public bool Any => !IsEmpty;

    /// <summary>In order of registration.</summary>
    public IReadOnlyList<Expectation> All => [.. _byName.Values.OrderBy(one => one.Number)];

    /// <summary>In no particular order, which saves sorting: there may be thousands whose files never come.</summary>
    public IEnumerable<Expectation> Each => _byName.Select(entry => entry.Value);

    public Expectation? Find(string storedName) => _byName.GetValueOrDefault(storedName);

    public bool Has(Expectation expectation) => Find(expectation.File.StoredName) == expectation;

    /// <summary>Replaces an earlier one of the same name, as in legacy (contract 7).</summary>
    public Expectation Add(ExpectedFile file)
    {
        var expectation = new Expectation(file, Interlocked.Increment(ref _registered), options.Value, time);
        Expectation? earlier = null;
        _byName.AddOrUpdate(file.StoredName, expectation, (_, former) =>
        {
            earlier = former;
            return expectation;
        });
        earlier?.Complete(ReceiptOutcome.GivenUp("Another backup of the same stored name has begun."));
        return expectation;
    }

    /// <summary>Works once; a second call, or one after the expectation was replaced, is ignored.</summary>
    public void End(Expectation expectation, ReceiptOutcome outcome)
    {
        if (!Remove(expectation))
            return;
        LogEnded(expectation.File.StoredName, expectation.File.JobId, outcome.Reason ?? "verified");
        if (outcome.State != ReceiptState.GivenUp)
            notices.Publish(expectation.File, outcome);
        expectation.Complete(outcome);
    }

    public void Withdraw(Expectation expectation)
    {
        Remove(expectation);
        expectation.Withdraw();
    }

    private bool Remove(Expectation expectation) => _byName.TryRemove(KeyValuePair.Create(expectation.File.StoredName, expectation));

    [LoggerMessage(LogLevel.Information, "{File} of {JobId}: {Outcome}")]
    private partial void LogEnded(string file, string jobId, string outcome);
}
