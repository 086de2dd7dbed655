namespace Strangler.Services.Flask.Multipart;

/// <summary>One option of a header value. <paramref name="IsContinued"/>: its name has a number, as in <c>filename*1=…</c>.</summary>
/// <param name="Charset">The encoding of <c>name*=charset'language'value</c>.</param>
/// <param name="Value">Null where the option has none.</param>
internal readonly record struct HeaderOption(string Name, bool IsContinued, string? Charset, string? Value);
