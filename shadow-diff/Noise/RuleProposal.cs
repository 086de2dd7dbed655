using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Noise;

/// <summary>What was learned, as a rule to be put into <c>rules.json</c>, and what speaks for it.</summary>
/// <param name="Rule">The rule, ready to be pasted.</param>
/// <param name="Evidence">What it rests on.</param>
internal sealed record RuleProposal(ProposedRule Rule, ProposalEvidence Evidence);

/// <summary>A rule in the words of <c>rules.json</c>.</summary>
internal sealed record ProposedRule(
    string Name, string Kind, string Route, string At, string Divergence, string Action, string? Pattern, string Reason, double? Seconds = null);

/// <param name="Samples">Exchanges of the route for which legacy was asked again, older ones weighing less.</param>
/// <param name="LegacyAgainstItself">Share of them in which legacy differed from itself there, 0 to 1.</param>
/// <param name="LegacyAgainstModern">Share of them in which legacy and modern differed there.</param>
/// <param name="InForce">Whether it is suppressed already, without a rule: there are enough samples and modern differs hardly more often.</param>
internal sealed record ProposalEvidence(double Samples, double LegacyAgainstItself, double LegacyAgainstModern, bool InForce);

/// <summary><c>GET /api/rules/proposals</c>.</summary>
internal sealed record RuleProposals(IReadOnlyList<RuleProposal> Proposals);

/// <summary>How these types are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(RuleProposals))]
internal sealed partial class ProposalJson : JsonSerializerContext
{
    /// <summary>Writes quotes as quotes: it is read in terminals, and never stands inside HTML.</summary>
    public static ProposalJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
