using Strangler.Services.Files;

namespace Strangler.Services.Receipts;

/// <summary>A file in the folder of received files.</summary>
internal sealed record ReceivedFile(string Name, string Path, FileFacts Facts);
