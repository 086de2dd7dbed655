using System.Text;

namespace Strangler.Services.Backups.Client;

/// <summary>
/// Cuts a child's output into lines as fast as the child writes it. A line ends at a line feed or a carriage return (the client's
/// progress bar knows only these), and what stands at the end of a read counts as a line too when <paramref name="takesPartial"/>:
/// so the latest progress is never one step late. No line is kept beyond <see cref="LongestLine"/>.
/// </summary>
internal sealed class OutputLines(Action<string> line, bool takesPartial)
{
    /// <summary>Characters of a line that are kept; the rest of it is dropped.</summary>
    public const int LongestLine = 4096;

    private readonly StringBuilder _pending = new();

    /// <summary>Reads to the end of the stream. UTF-8, with replacement characters for what is none, as in legacy.</summary>
    public async Task ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[8192];
        var text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        for (var count = await output.ReadAsync(bytes, cancellationToken); count > 0; count = await output.ReadAsync(bytes, cancellationToken))
            Take(text.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, count), text, flush: false)));
        Emit();
    }

    private void Take(ReadOnlySpan<char> text)
    {
        for (var end = text.IndexOfAny('\r', '\n'); end >= 0; end = text.IndexOfAny('\r', '\n'))
        {
            Append(text[..end]);
            Emit();
            text = text[(end + 1)..];
        }

        Append(text);
        if (takesPartial && _pending.Length > 0)
            line(_pending.ToString());
    }

    private void Append(ReadOnlySpan<char> text) => _pending.Append(text[..Math.Min(text.Length, LongestLine - _pending.Length)]);

    private void Emit()
    {
        if (_pending.Length > 0)
            line(_pending.ToString());
        _pending.Clear();
    }
}
