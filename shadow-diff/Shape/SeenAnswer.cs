using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Shape;

/// <summary>An answer taken apart: redacted, and its texts as one of their kind.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Phase">The phase that it tells of; empty where it tells none.</param>
/// <param name="Values">All values, each after what holds it.</param>
/// <param name="Objects">All objects, each with the places of its members.</param>
internal sealed record SeenAnswer(int Status, string Phase, IReadOnlyList<SeenValue> Values, IReadOnlyList<SeenObject> Objects)
{
    /// <summary>The member that names a job's phase (contract 4).</summary>
    public const string PhasePlace = "/phase";

    /// <summary>Numbers that stand for themselves, by place: what may be followed from answer to answer of a job.</summary>
    public IEnumerable<SeenValue> Numbers => Values.Where(value => value.Number is not null && !value.Place.Contains('*', StringComparison.Ordinal));
}

/// <summary>One value of an answer.</summary>
/// <param name="Place">Where: a place of the body with <c>*</c> for each index and <c>{job_id}</c> for each job; empty for the whole; a member of <c>headers</c> for one of them.</param>
/// <param name="Parent">The place of the object that it is a member of; null for what is no member.</param>
/// <param name="At">Where exactly.</param>
/// <param name="Type">JSON's word for its type, with <c>integer</c> and <c>float</c> for numbers.</param>
/// <param name="Text">A text as one of its kind, or a truth value; null for others.</param>
/// <param name="Number">A number; null for others.</param>
/// <param name="Written">As it is written.</param>
internal sealed record SeenValue(string Place, string? Parent, Location At, string Type, string? Text, double? Number, string Written)
{
    /// <summary>The type of what is no value: the order of an object's members.</summary>
    public const string Order = "order";

    /// <summary>The type of what is no value: the order of jobs in a list or table.</summary>
    public const string Sequence = "sequence";

    /// <summary>More seconds, if it is a number of seconds, than the job that it tells of has lasted.</summary>
    public bool IsBeyondJob { get; init; }

    /// <summary>What it is but a value of the document.</summary>
    public bool IsOfForm => Type is Order or Sequence or Layout;

    /// <summary>The type of what is no value: how the document is written between its values.</summary>
    public const string Layout = "layout";
}

/// <summary>One object of an answer.</summary>
/// <param name="Place">Its place.</param>
/// <param name="At">Where exactly.</param>
/// <param name="Members">The places of its members.</param>
internal sealed record SeenObject(string Place, Location At, IReadOnlySet<string> Members);
