using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Output;

/// <summary>What people are told beside the output, on standard error. Names of files and texts in them come from anywhere: nothing in them steers the terminal.</summary>
internal static class Notice
{
    public static void Write(string text) => Console.Error.WriteLine(PlainText.Escape(text.ReplaceLineEndings("\n")));
}
