using System.Reflection;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>What the pages on the management port share. It stands in the page itself, and the security policy allows it by its hash.</summary>
public static class PageAssets
{
    public static readonly string Css = Load(typeof(PageAssets).Assembly, "reports.css");

    /// <summary>The script of QA's pages.</summary>
    public static readonly string Script = WithLive(Load(typeof(PageAssets).Assembly, "reports.js"));

    /// <summary>A page's own script after the one that keeps its figures live.</summary>
    public static string WithLive(string script) => Load(typeof(PageAssets).Assembly, "live.js") + script;

    /// <summary>A text that is embedded in <paramref name="assembly"/>.</summary>
    public static string Load(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
