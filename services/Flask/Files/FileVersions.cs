using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Strangler.Services.Machine;

namespace Strangler.Services.Flask.Files;

/// <summary>
/// The versions of the files sent so far. Legacy's tag is made of size and time, so a file that is replaced by one of the same size and
/// time keeps its tag, and browsers keep the old one for ever. Here the content seen first has legacy's tag, and any other one of its own.
/// What was seen is forgotten at a restart.
/// </summary>
internal sealed class FileVersions
{
    /// <summary>Of larger files only the identity counts: reading them for a comparison would take too long.</summary>
    private const long LargestHashed = 16 * 1024 * 1024;

    /// <summary>By the name that clients ask for: what a link leads to may be replaced by leading it elsewhere.</summary>
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <exception cref="FileNotFoundException">The file is gone.</exception>
    public FileVersion Of(SentFile sent)
    {
        if (!FileFacts.TryRead(sent.Target, out var facts, out var identity))
            throw new FileNotFoundException("The file is gone.", sent.Target);
        var known = _seen.GetValueOrDefault(sent.Path);
        if (known?.Facts != facts || known.Identity != identity)
            _seen[sent.Path] = known = Look(sent.Target, facts, identity, known is not null && HaveOneTag(known.Facts, facts) ? known : null);
        return FileVersion.Of(facts, sent.Path, known.Content == known.First ? 0 : known.Content);
    }

    private static Seen Look(string path, FileFacts facts, FileIdentity identity, Seen? earlier)
    {
        var content = facts.Size <= LargestHashed ? Hash(path) : (uint)identity.GetHashCode();
        return new Seen(facts, identity, earlier?.First ?? content, content);
    }

    /// <summary>The tag's time is coarser than the file's.</summary>
    private static bool HaveOneTag(FileFacts a, FileFacts b) => (a.Size, a.Timestamp) == (b.Size, b.Timestamp);

    private static uint Hash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(file));
    }

    /// <param name="First">Of the content that was seen first with this size and time.</param>
    /// <param name="Content">Of the content that is there now.</param>
    private sealed record Seen(FileFacts Facts, FileIdentity Identity, uint First, uint Content);
}
