using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.CommandLine.Cases.Har;

/// <summary>What an archive holds, as it is shown to people: in one line, short, without secrets.</summary>
internal static class HarText
{
    public static string Shown(string text, int longest)
    {
        var plain = PlainText.Escape(SecretNames.WellKnown.OutOf(text).ReplaceLineEndings(" ").Replace('\t', ' '));
        return plain.Length <= longest ? plain : $"{plain[..(char.IsHighSurrogate(plain[longest - 1]) ? longest - 1 : longest)]}…";
    }
}
