namespace Strangler.Contract.Management;

/// <summary>Answer of <c>GET /api/doctor</c>, and what <c>Gateway --doctor</c> prints: whether this installation can work, seen from the gateway's own process.</summary>
/// <param name="Version">Of the gateway.</param>
/// <param name="Findings">What was looked at, in the order in which one thing needs the other.</param>
public sealed record DoctorResponse(string Version, IReadOnlyList<Finding> Findings);

/// <summary>One thing that was looked at.</summary>
/// <param name="Check">What: a word such as <c>legacy</c>.</param>
/// <param name="Level"><see cref="Ok"/>, <see cref="Warning"/> or <see cref="Fault"/>.</param>
/// <param name="Seen">What was found, as a sentence.</param>
/// <param name="ToDo">What to do, as a sentence; null where there is nothing to do.</param>
public sealed record Finding(string Check, string Level, string Seen, string? ToDo)
{
    public const string Ok = "ok", Warning = "warning", Fault = "fault";

    /// <summary>As it should be.</summary>
    public static Finding Good(string check, string seen) => new(check, Ok, seen, null);

    /// <summary>It works, and somebody should look.</summary>
    public static Finding Doubtful(string check, string seen, string toDo) => new(check, Warning, seen, toDo);

    /// <summary>It does not work, or not for long.</summary>
    public static Finding Bad(string check, string seen, string toDo) => new(check, Fault, seen, toDo);
}
