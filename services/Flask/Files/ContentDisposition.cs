using System.Buffers;
using System.Text;

namespace Strangler.Services.Flask.Files;

/// <summary>A file's name as Werkzeug writes it: bare if it is a token, otherwise quoted, and again in UTF-8 if it is not ASCII.</summary>
internal static class ContentDisposition
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~" + Letters);
    private static readonly SearchValues<byte> Unescaped = SearchValues.Create(Encoding.ASCII.GetBytes("!#$&+-.^_`|~" + Letters));

    public static string Inline(string fileName) => Ascii.IsValid(fileName)
        ? "inline; filename=" + Quote(fileName)
        : $"inline; filename={Quote(OnlyAscii(fileName))}; filename*=UTF-8''{PercentText.Encode(fileName, Unescaped)}";

    private static string Quote(string text) => text.AsSpan().ContainsAnyExcept(Token)
        ? '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"'
        : text;

    private static string OnlyAscii(string text) => string.Concat(text.Where(char.IsAscii));
}
