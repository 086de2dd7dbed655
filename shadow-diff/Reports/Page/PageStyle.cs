namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>The style sheet of the pages on the management port. It stands in the page itself, and the security policy allows it by its hash.</summary>
public static class PageStyle
{
    public static readonly string Css = Load();

    private static string Load()
    {
        using var stream = typeof(PageStyle).Assembly.GetManifestResourceStream("reports.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
