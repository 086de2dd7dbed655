using System.Globalization;

namespace Strangler.Services.Flask.Python;

/// <summary>A JSON value with the distinctions Python makes: 1 is not 1.0, integers have no bounds, texts may hold lone surrogates.</summary>
internal abstract record PythonValue
{
    /// <summary>What Python's <c>if value:</c> says.</summary>
    public abstract bool IsTruthy { get; }
}

internal sealed record PythonNull : PythonValue
{
    public static readonly PythonNull Value = new();
    public override bool IsTruthy => false;
}

internal sealed record PythonBool(bool Value) : PythonValue
{
    public static readonly PythonBool True = new(true);
    public static readonly PythonBool False = new(false);
    public override bool IsTruthy => Value;
    public static PythonBool Of(bool value) => value ? True : False;
}

/// <summary>An integer of any size; <paramref name="Digits"/> is its decimal form without leading zeros.</summary>
internal sealed record PythonInt(string Digits) : PythonValue
{
    public static PythonInt Of(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    public override bool IsTruthy => Digits != "0";
}

internal sealed record PythonFloat(double Value) : PythonValue
{
    public override bool IsTruthy => Value != 0;
}

internal sealed record PythonText(string Value) : PythonValue
{
    public override bool IsTruthy => Value.Length > 0;
}

internal sealed record PythonList(IReadOnlyList<PythonValue> Items) : PythonValue
{
    public override bool IsTruthy => Items.Count > 0;
}

internal sealed record PythonDict(IReadOnlyDictionary<string, PythonValue> Entries) : PythonValue
{
    public override bool IsTruthy => Entries.Count > 0;
}

/// <summary>Binary data, which Socket.IO carries beside its JSON; it has no JSON form.</summary>
internal sealed record PythonBytes(ReadOnlyMemory<byte> Data) : PythonValue
{
    public override bool IsTruthy => !Data.IsEmpty;
}
