using System.Globalization;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Members of an object by name and kind; null where there is none of that kind.</summary>
internal static class PythonMembers
{
    public static PythonValue? Get(this PythonDict dict, string name) => dict.Entries.GetValueOrDefault(name);

    public static string? Text(this PythonDict dict, string name) => (dict.Get(name) as PythonText)?.Value;

    public static bool? Flag(this PythonDict dict, string name) => (dict.Get(name) as PythonBool)?.Value;

    public static long? Integer(this PythonDict dict, string name) =>
        dict.Get(name) is PythonInt { Digits: var digits } && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;

    /// <summary>A number, or an object that has it as <c>percentage</c> (contract 10).</summary>
    public static int? Percent(this PythonDict dict, string name) => dict.Get(name) switch
    {
        PythonDict inner => inner.Percent("percentage"),
        PythonFloat { Value: >= 0 and <= 100 and var number } => (int)number,
        PythonInt => dict.Integer(name) is { } whole and <= 100 ? (int)whole : null,
        _ => null,
    };
}
