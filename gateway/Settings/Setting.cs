namespace Strangler.Settings;

/// <summary>One setting that a program has, for whoever prints or documents them.</summary>
/// <param name="Name">Its full name, such as <c>Gateway:ConnectionLimit</c>.</param>
/// <param name="Owner">The options class that has it.</param>
/// <param name="Property">The property of that class.</param>
/// <param name="Expected">What a value must be, for a person: <c>a whole number from 1 to 256</c>.</param>
/// <param name="IsSingle">Whether it has one value, and not a list of them or values by name.</param>
/// <param name="Default">What is in force where nothing is set, as it is written; empty for none.</param>
public sealed record Setting(string Name, Type Owner, string Property, string Expected, bool IsSingle, string Default);
