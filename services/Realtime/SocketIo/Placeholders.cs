using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.SocketIo;

/// <summary>The places of attachments in the JSON of an event: <c>{"_placeholder":true,"num":0}</c>, by legacy's rules.</summary>
internal static class Placeholders
{
    /// <summary>Each replaced by what it stands for; null where one stands for nothing.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="attachments">By number.</param>
    /// <param name="data">Makes a value of an attachment.</param>
    public static PythonValue? Filled(PythonValue value, IReadOnlyList<ReadOnlyMemory<byte>> attachments, Func<ReadOnlyMemory<byte>, PythonValue> data)
    {
        switch (value)
        {
            case PythonList { Items: var items }:
                var all = items.Select(item => Filled(item, attachments, data)).ToList();
                return all.Contains(null) ? null : new PythonList(all!);
            case PythonDict { Entries: var entries } when entries.GetValueOrDefault("_placeholder") is { IsTruthy: true } && entries.TryGetValue("num", out var number):
                return IndexOf(number, attachments.Count) is { } index ? data(attachments[index]) : null;
            case PythonDict { Entries: var entries }:
                var members = entries.Select(entry => (entry.Key, Value: Filled(entry.Value, attachments, data))).ToList();
                return members.Exists(member => member.Value is null) ? null : new PythonDict(members.ToDictionary(member => member.Key, member => member.Value!, StringComparer.Ordinal));
            default:
                return value;
        }
    }

    /// <summary>Python counts from the end too, and takes a truth value for a number.</summary>
    private static int? IndexOf(PythonValue number, int count) =>
        number is PythonInt or PythonBool && PythonNumber.TryInt(number, out var index) && index >= -count && index < count ? (index + count) % count : null;
}
