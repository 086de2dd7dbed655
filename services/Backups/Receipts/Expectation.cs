using System.Globalization;
using Strangler.Services.Flask.Python;
using Strangler.Services.Machine;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// One expected file from its registration to its outcome. Only the monitor's loop calls <see cref="Look"/>; it does no I/O.
/// Texts of failures are legacy's (contract 7).
/// </summary>
internal sealed class Expectation(ExpectedFile file, long number, ReceiptsOptions options, TimeProvider time)
{
    private readonly TaskCompletionSource<ReceiptOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastChange = time.GetTimestamp();
    private FileFacts? _seen;
    private volatile bool _isVerifying;
    private volatile bool _isHashing;

    public ExpectedFile File => file;

    /// <summary>Position in the order of registration.</summary>
    public long Number => number;

    /// <summary>Unix seconds.</summary>
    public double Started { get; } = time.UnixSeconds();

    /// <summary>The contract's words; <c>verifying</c> from the moment the file is first seen.</summary>
    public string Status => _isVerifying ? "verifying" : "registered";

    /// <summary>Cancelled when the expectation was withdrawn.</summary>
    public Task<ReceiptOutcome> Outcome => _outcome.Task;

    /// <summary>True while the content is being read: there is no need to look at the file meanwhile.</summary>
    public bool IsHashing
    {
        get => _isHashing;
        set => _isHashing = value;
    }

    /// <summary>How much longer its file must stay unchanged before it is hashed.</summary>
    public TimeSpan UntilStable => time.GetElapsedTime(_lastChange) is var quiet && quiet < options.Stability ? options.Stability - quiet : TimeSpan.Zero;

    public NextStep Look(FileFacts? found)
    {
        if (found is null && _seen is not null)
            return End(ReceiptOutcome.Failed($"File '{file.OriginalName}' disappeared during transfer."));
        if (found?.Size > file.Size)
            return End(ReceiptOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"File size ({found.Value.Size}) exceeded expected size ({file.Size}).")));
        if (found != _seen)
            Note(found);

        if (time.GetElapsedTime(_lastChange) >= options.GiveUpAfter)
            return End(GiveUp());
        if (found?.Size != file.Size)
            return new NextStep(options.RescanInterval);
        return UntilStable is { Ticks: > 0 } rest ? new NextStep(rest) : new NextStep(options.RescanInterval, IsReadyToHash: true);
    }

    public ReceiptOutcome Judge(string hash) => hash.Equals(file.Sha256, StringComparison.OrdinalIgnoreCase)
        ? ReceiptOutcome.Verified
        : ReceiptOutcome.Failed($"Hash mismatch. Expected {file.Sha256}, got {hash}.");

    public void Complete(ReceiptOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Withdraw() => _outcome.TrySetCanceled();

    private static NextStep End(ReceiptOutcome outcome) => new(TimeSpan.MaxValue, Outcome: outcome);

    private void Note(FileFacts? found)
    {
        (_seen, _lastChange) = (found, time.GetTimestamp());
        _isVerifying = true;
    }

    private ReceiptOutcome GiveUp()
    {
        var what = _seen is { } seen ? string.Create(CultureInfo.InvariantCulture, $"stayed at {seen.Size} of {file.Size} bytes for") : "did not arrive within";
        return ReceiptOutcome.GivenUp($"File '{file.OriginalName}' {what} {options.GiveUpAfter:c}.");
    }
}

/// <summary>What a job expects the backup server to store.</summary>
/// <param name="OriginalName">As the user sees it; shown in <c>monitor_status</c> and notices.</param>
/// <param name="StoredName">Name in the folder: <c>upload_&lt;µs&gt;_&lt;name&gt;</c>, as the client sent it (Q23).</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">In hexadecimal digits.</param>
internal sealed record ExpectedFile(string JobId, string OriginalName, string StoredName, long Size, string Sha256);

/// <summary>What one look at an expected file leads to: an outcome, hashing, or another look later.</summary>
internal readonly record struct NextStep(TimeSpan LookAgainAfter, bool IsReadyToHash = false, ReceiptOutcome? Outcome = null);
