namespace Strangler.Services.Backups.Notices;

/// <summary>One event for every connected page (contract 9.5).</summary>
/// <param name="Event"><c>progress_update</c>, <c>file_receipt</c>, <c>job_cancelled</c> or <c>jobs_cancelled</c>.</param>
/// <param name="Payload">Its JSON as Socket.IO carries it: insertion order, no blanks, no line feed at the end (contract 3.2).</param>
public sealed record Notice(string Event, ReadOnlyMemory<byte> Payload);
