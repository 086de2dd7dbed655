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
/// <param name="Stage">One of <see cref="StageNames.All"/>.</param>
/// <param name="Percentage">At canary, and only there: the share of the clients that modern answers.</param>
/// <param name="Force">Even below the promotion gate or against a cutover constraint.</param>
public sealed record StageRequest(string? Stage, string? Reason, string? Who, bool Force = false, decimal? Percentage = null) : IAuditedBody;

/// <summary>Body of <c>POST /api/rollback</c>; without a route, every route.</summary>
public sealed record RollbackRequest(string? Route, string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/legacy-only</c>.</summary>
public sealed record LegacyOnlyRequest(bool? Enabled, string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/routes/{route}/nudge</c>.</summary>
public sealed record NudgeRequest(string? Reason, string? Who) : IAuditedBody;

/// <summary>Body of <c>POST /api/audit/{id}/revert</c>.</summary>
public sealed record RevertRequest(string? Reason, string? Who) : IAuditedBody;
