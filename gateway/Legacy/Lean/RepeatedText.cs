using System.Text;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>Text that legacy mostly says again as it said it before: the same string is given for it, and none is made.</summary>
internal sealed class RepeatedText
{
    private const int LongestKept = 256;

    private string _last = "";

    /// <summary>The text of these bytes, which are Latin-1. Several may ask at once: whichever of them is kept is right.</summary>
    public string Of(ReadOnlySpan<byte> bytes)
    {
        var last = _last;
        if (Ascii.Equals(bytes, last))
            return last;
        var text = Encoding.Latin1.GetString(bytes);
        if (text.Length <= LongestKept)
            _last = text;
        return text;
    }
}
