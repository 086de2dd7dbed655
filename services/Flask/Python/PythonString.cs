namespace Strangler.Services.Flask.Python;

/// <summary>Python's <c>str(value)</c>, for values other than lists and dicts.</summary>
internal static class PythonString
{
    public static string Of(PythonValue value) => value switch
    {
        PythonText text => text.Value,
        PythonInt number => number.Digits,
        PythonFloat real => PythonNumber.FloatText(real.Value),
        PythonBool flag => flag.Value ? "True" : "False",
        PythonNull => "None",
        _ => throw new ArgumentException($"No text form for {value.GetType()}.", nameof(value)),
    };
}
