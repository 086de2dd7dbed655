namespace Strangler.Services.Backups.Receipts;

/// <summary>What the backup server's database knows of a stored file; null is what it does not know.</summary>
/// <param name="Verified">Whether the client confirmed the checksum.</param>
/// <param name="Crc">POSIX <c>cksum</c> of the content.</param>
/// <param name="Client">Name of the client that stored it last.</param>
internal sealed record CatalogEntry(bool? Verified, long? Crc, string? Client)
{
    public static readonly CatalogEntry Unknown = new(null, null, null);
}
