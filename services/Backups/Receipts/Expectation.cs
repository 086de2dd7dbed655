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

    /// <summary>As the contract names them; <c>verifying</c> from the first sight of the file.</summary>
    public string Status => _isVerifying ? "verifying" : "registered";

    /// <summary>Cancelled when the expectation was withdrawn.</summary>
    public Task<ReceiptOutcome> Outcome => _outcome.Task;

    /// <summary>True while the content is read: no look is needed then.</summary>
    public bool IsHashing
    {
        get => _isHashing;
        set => _isHashing = value;
    }

    /// <summary>For how long its file must still stay unchanged to be hashed.</summary>
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
