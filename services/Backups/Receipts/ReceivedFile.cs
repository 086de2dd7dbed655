using Strangler.Services.Machine;

namespace Strangler.Services.Backups.Receipts;

/// <summary>A file in the folder of received files.</summary>
internal sealed record ReceivedFile(string Name, string Path, FileFacts Facts);
