namespace Strangler.Services.Backups.Receipts;

/// <summary>What a job expects the backup server to store.</summary>
/// <param name="OriginalName">As the user sees it; shown in <c>monitor_status</c> and notices.</param>
/// <param name="StoredName">Name in the folder: <c>upload_&lt;µs&gt;_&lt;name&gt;</c>, as the client sent it (Q23).</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">In hexadecimal digits.</param>
internal sealed record ExpectedFile(string JobId, string OriginalName, string StoredName, long Size, string Sha256);
