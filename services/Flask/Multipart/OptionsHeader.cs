using System.Net;
using System.Text;

namespace Strangler.Services.Flask.Multipart;

/// <summary>The options of a header value, by lower-case name. Of several with one name the last counts; continued ones are joined in order.</summary>
internal sealed class OptionsHeader
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);

    private OptionsHeader()
    {
    }

    /// <summary>Set when a text is not in its declared encoding, or that encoding is unknown.</summary>
    public MultipartProblem? Problem { get; private set; }

    public string? this[string name] => _options.GetValueOrDefault(name);

    public static OptionsHeader Parse(string header)
    {
        var options = new OptionsHeader();
        var cursor = new OptionCursor(header);
        string? continuedCharset = null;
        while (options.Problem is null && cursor.TryNext(out var option))
        {
            // A charset applies to the numbered options that follow, whatever their name.
            var charset = option.Charset ?? (option.IsContinued ? continuedCharset : null);
            continuedCharset = option.IsContinued ? charset : null;
            options.Add(option.Name, option.IsContinued, charset is null ? option.Value : options.Decode(option.Value, charset));
        }

        return options;
    }

    private void Add(string name, bool isContinued, string? value)
    {
        if (isContinued)
            value = value is null ? this[name] : this[name] + value;
        if (value is null)
            _options.Remove(name);
        else
            _options[name] = value;
    }

    private string? Decode(string? value, string charset)
    {
        // As in Python, an empty text is valid in any encoding, even an unknown one.
        if (string.IsNullOrEmpty(value))
            return value;
        try
        {
            var bytes = Encoding.UTF8.GetBytes(value.Replace("+", "%2B", StringComparison.Ordinal));
            var text = Charset.FindStrict(charset)?.GetString(WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length));
            Problem = text is null ? MultipartProblem.UnknownCharset : null;
            return text;
        }
        catch (DecoderFallbackException)
        {
            Problem = MultipartProblem.Malformed;
            return null;
        }
    }
}

/// <summary>One option of a header value. <paramref name="IsContinued"/>: its name has a number, as in <c>filename*1=…</c>.</summary>
/// <param name="Charset">The encoding of <c>name*=charset'language'value</c>.</param>
/// <param name="Value">Null if the option has none.</param>
internal readonly record struct HeaderOption(string Name, bool IsContinued, string? Charset, string? Value);
