namespace Strangler.ShadowDiff.Model;

/// <summary>In what way the two sides disagree at one location. The text form, in rules and reports, is kebab-case.</summary>
internal enum DivergenceKind
{
    /// <summary>Same type, other value.</summary>
    Value,

    /// <summary>Other JSON type, e.g. <c>"1"</c> and <c>1</c>, <c>null</c> and <c>{}</c>.</summary>
    Type,

    /// <summary>Legacy has it, modern has not.</summary>
    Missing,

    /// <summary>Modern has it, legacy has not.</summary>
    Extra,

    /// <summary>One side says <c>null</c>, the other leaves the member out.</summary>
    NullOrMissing,

    /// <summary>The same number in another form, or an integer against a float: <c>1</c> and <c>1.0</c>.</summary>
    NumberForm,

    /// <summary>The same members, elements or list items in another order.</summary>
    Order,

    /// <summary>The same document or value in other bytes: escapes, white space, repeated keys.</summary>
    Bytes,

    /// <summary>Text bodies differ.</summary>
    Text,

    /// <summary>Binary bodies differ, told by length and hash.</summary>
    Binary,

    /// <summary>One side's body is JSON and the other's is not.</summary>
    InvalidJson,

    /// <summary>One side's code threw.</summary>
    Exception,

    /// <summary>There are more divergences than one comparison lists.</summary>
    TooMany,

    /// <summary>An answer that the other side cannot be asked for is not like those that it gives: a status, a value, an order of phases, a number that falls.</summary>
    Shape,
}
