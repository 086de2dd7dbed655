using System.Security.Cryptography;

namespace Strangler.Services.Backups.Receipts;

/// <summary>Reads received files to compare their hashes, a bounded number at once (contract 5, <c>max_workers</c>).</summary>
internal sealed class FileVerifier(ReceivedFolder folder) : IDisposable
{
    public const int MaxAtOnce = 10;

    private readonly SemaphoreSlim _turns = new(MaxAtOnce);

    /// <summary>Null if the file changed while it was read, or is gone: then it is too early to tell.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<ReceiptOutcome?> VerifyAsync(Expectation expectation, ReceivedFile file, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var hash = await HashAsync(file.Path, cancellationToken);
            return folder.Find(file.Name) == file ? expectation.Judge(hash) : null;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>In lower-case hexadecimal. Others may write, move or delete the file meanwhile.</summary>
    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var content = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }
}
