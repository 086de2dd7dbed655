using System.Collections.Frozen;
using Microsoft.AspNetCore.WebUtilities;

namespace Strangler.Services.Flask;

/// <summary>Reason phrases in legacy's upper case (contract 3.1).</summary>
internal static class Reason
{
    private static readonly FrozenDictionary<int, string> Phrases = Enumerable.Range(200, 400)
        .Select(status => (Status: status, Phrase: ReasonPhrases.GetReasonPhrase(status).ToUpperInvariant()))
        .Where(pair => pair.Phrase.Length > 0)
        .ToFrozenDictionary(pair => pair.Status, pair => pair.Phrase);

    public static string? For(int status) => Phrases.GetValueOrDefault(status);
}
