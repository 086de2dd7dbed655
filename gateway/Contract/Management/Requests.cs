using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.Contract.Management;

/// <summary>Body of a change: it says who and why, for the audit.</summary>
public interface IAuditedBody
{
    /// <summary>A name; not blank, 500 characters at most.</summary>
    string? Who { get; }

    /// <summary>Why, in the same bounds.</summary>
    string? Reason { get; }
}

/// <summary>Body of <c>POST /api/routes/{route}/stage</c>.</summary>
/// <param name="Stage"><c>legacy</c>, <c>shadow</c>, <c>canary</c>, <c>live</c> or <c>complete</c>.</param>
/// <param name="Percentage">At canary, and only there: the share of the clients that modern answers.</param>
/// <param name="Force">Even below the promotion gate or against a cutover constraint.</param>
public sealed record StageRequest(string? Stage, string? Reason, string? Who, bool Force = false, decimal? Percentage = null) : IAuditedBody;

/// <summary>Body of <c>POST /api/plans</c>: either routes or all of them.</summary>
/// <param name="Routes">Their names; a plan starts for each of them or for none.</param>
/// <param name="All">Every route that has a module, no plan, and is before the plan's last step.</param>
/// <param name="Plan">The plan's name; null for <c>default</c>.</param>
/// <param name="Force">Each step goes past the promotion gate and constraints; the holds stay.</param>
/// <param name="DryRun">Only say what it would do.</param>
public sealed record PromoteRequest(
    IReadOnlyList<string>? Routes, string? Reason, string? Who, bool All = false, string? Plan = null, bool Force = false, bool DryRun = false) : IAuditedBody;

/// <summary>Body of <c>POST /api/routes/{route}/plan/pause</c>, <c>resume</c> and <c>abort</c>.</summary>
public sealed record PlanRequest(string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/rollback</c>; without a route, every route. That has to be meant: null, as a script sends what it has not set, is refused.</summary>
public sealed record RollbackRequest(string? Reason, string? Who, [property: JsonConverter(typeof(LeftOutOrText))] string? Route = null) : IAuditedBody;

/// <summary>Body of <c>POST /api/legacy-only</c>.</summary>
public sealed record LegacyOnlyRequest(bool? Enabled, string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/routes/{route}/nudge</c>.</summary>
public sealed record NudgeRequest(string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/upgrade</c>.</summary>
public sealed record UpgradeRequest(string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/audit/{id}/revert</c>.</summary>
public sealed record RevertRequest(string? Reason, string? Who) : IAuditedBody;

/// <summary>A text that may be left out, and is not null where it is there.</summary>
internal sealed class LeftOutOrText : JsonConverter<string?>
{
    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.String
        ? reader.GetString()
        : throw new JsonException("it is a text; leave it out to mean all");

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
