using System.Collections.Frozen;
using System.Text;

namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// Writes HTML without the white space that a page does not show: runs become one blank, and at the borders of blocks none is left.
/// It goes through the text once and builds no tree, so no input costs more than its length; where it is in doubt it keeps what is there.
/// </summary>
internal sealed class HtmlForm
{
    private static readonly FrozenSet<string> Verbatim = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "listing", "plaintext", "pre", "script", "style", "textarea", "xmp");

    private static readonly FrozenSet<string> Blocks = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "!doctype", "address", "article", "aside", "base", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "link", "main", "meta", "nav", "ol", "p", "pre", "section",
        "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul");

    private readonly StringBuilder _text = new();
    private bool _blank;
    private bool _afterBlock = true;

    private HtmlForm()
    {
    }

    public static string Of(string html)
    {
        var form = new HtmlForm();
        for (var at = 0; at < html.Length;)
            at = html[at] == '<' && IsMarkup(html, at) ? form.WriteMarkup(html, at) : form.WriteCharacter(html, at);

        return form._text.ToString();
    }

    private static bool IsMarkup(string html, int at) => at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!');

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\n' or '\r' or '\f';

    private int WriteCharacter(string html, int at)
    {
        if (IsBlank(html[at]))
        {
            _blank = true;
        }
        else
        {
            WriteBlank();
            _text.Append(html[at]);
        }

        return at + 1;
    }

    private void WriteBlank()
    {
        _text.Append(_blank && !_afterBlock ? " " : "");
        (_blank, _afterBlock) = (false, false);
    }

    /// <summary>Returns where it ends. What is never closed goes on to the end of the document.</summary>
    private int WriteMarkup(string html, int at)
    {
        var name = NameAt(html, at);
        var isBlock = Blocks.Contains(name.Trim('/'));
        _blank &= !isBlock;
        WriteBlank();
        _afterBlock = isBlock;
        if (name.StartsWith("!--", StringComparison.Ordinal))
            return Copy(html, at, "-->");

        at = WriteTag(html, at);
        return Verbatim.Contains(name) ? Copy(html, at, $"</{name}") : at;
    }

    /// <summary>One blank for each run outside of quotes, and none before the end.</summary>
    private int WriteTag(string html, int at)
    {
        var (quote, blank) = ('\0', false);
        for (; at < html.Length; at++)
        {
            var character = html[at];
            if (quote == '\0' && IsBlank(character))
            {
                blank = true;
                continue;
            }

            _text.Append(blank && character != '>' ? " " : "").Append(character);
            if (quote == '\0' && character == '>')
                return at + 1;

            blank = false;
            quote = quote == character ? '\0' : quote == '\0' && character is '"' or '\'' ? character : quote;
        }

        return at;
    }

    private int Copy(string html, int at, string mark)
    {
        var found = html.IndexOf(mark, at, StringComparison.OrdinalIgnoreCase);
        var end = found < 0 ? html.Length : found + mark.Length;
        _text.Append(html, at, end - at);
        return end;
    }

    private static string NameAt(string html, int at)
    {
        var end = at + 1;
        while (end < html.Length && !IsBlank(html[end]) && html[end] != '>' && end - at < 12)
            end++;

        return html[(at + 1)..end];
    }
}
