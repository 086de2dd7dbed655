using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>A difference that no client minds, or that is meant.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Recording">The exchange in which it shows.</param>
/// <param name="Modern">What modern's answer is instead.</param>
/// <param name="Legacy">What legacy's answer is instead; null as recorded.</param>
/// <param name="Rules">Rules that an operator has added to the shipped ones.</param>
/// <param name="Exchange">What else of the exchange is other; null as recorded.</param>
/// <param name="LastConnect">The body of the connect before it; null for none.</param>
/// <param name="OnPurpose">The rule that the report shows it under; null when it is no divergence at all.</param>
internal sealed record HarmlessVariation(
    string Name,
    string Recording,
    Func<CapturedResponse, CapturedResponse> Modern,
    Func<CapturedResponse, CapturedResponse>? Legacy = null,
    string Rules = "",
    Func<ResponsePair, ResponsePair>? Exchange = null,
    string? LastConnect = null,
    string? OnPurpose = null);
