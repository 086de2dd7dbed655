namespace Strangler.Services.Backups.Uploads;

/// <summary>A file as it was uploaded and stored.</summary>
/// <param name="Name">As the client called it.</param>
/// <param name="Sha256">64 hexadecimal digits in lower case.</param>
/// <param name="Checksum">As the POSIX command <c>cksum</c> has it, and the backup server's database.</param>
internal sealed record UploadedFile(string Name, string Path, long Length, string Sha256, uint Checksum);
