using System.Globalization;
using System.Text;

namespace Strangler.Services.Backups.Client;

/// <summary>What the client is to do, as it reads it from <c>transfer.info</c> (contract 6): three lines without a final line feed.</summary>
/// <param name="Host">Of the backup server.</param>
/// <param name="Port">Any integer, as in legacy; the client cuts it to 16 bits (contract 11).</param>
/// <param name="User">The name it registers under.</param>
/// <param name="FilePath">Absolute path of the file to back up.</param>
internal sealed record TransferInfo(string Host, int Port, string User, string FilePath)
{
    private const string FileName = "transfer.info";

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Task WriteToAsync(string folder, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(Path.Combine(folder, FileName), Encoding.UTF8.GetBytes(ToString()), cancellationToken);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}\n{User}\n{FilePath}");
}
