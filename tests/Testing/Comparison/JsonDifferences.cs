namespace Strangler.Testing.Comparison;

/// <summary>Compares two JSON texts by path: tokens as written, so that <c>1</c> and <c>1.0</c> differ; order of keys counts.</summary>
internal static class JsonDifferences
{
    private static readonly string[] Keys = ["\"job_id\"", "\"filename\""];

    public static IEnumerable<Difference> Find(string path, PythonJson recorded, PythonJson actual) => (recorded, actual) switch
    {
        (PythonJson.Map left, PythonJson.Map right) => Maps(path, left, right),
        (PythonJson.List left, PythonJson.List right) => Lists(path, left, right),
        _ when $"{recorded}" == $"{actual}" => [],
        _ => [new($"body {path}", $"{recorded}", $"{actual}")],
    };

    private static IEnumerable<Difference> Maps(string path, PythonJson.Map recorded, PythonJson.Map actual)
    {
        var right = actual.Entries.ToDictionary();
        var left = recorded.Entries.ToDictionary();
        var values = left.Keys.Union(right.Keys).SelectMany(key => One($"{path}.{key.Trim('"')}", left.GetValueOrDefault(key), right.GetValueOrDefault(key)));
        var order = left.Keys.Where(right.ContainsKey).SequenceEqual(right.Keys.Where(left.ContainsKey));
        return order ? values : values.Append(new($"body {path} order", string.Join(',', left.Keys), string.Join(',', right.Keys)));
    }

    private static IEnumerable<Difference> Lists(string path, PythonJson.List recorded, PythonJson.List actual) =>
        KeyOf(recorded, actual) is { } key
            ? Maps(path, ByKey(recorded, key), ByKey(actual, key))
            : Enumerable.Range(0, Math.Max(recorded.Items.Count, actual.Items.Count))
                .SelectMany(index => One($"{path}[{index}]", recorded.Items.ElementAtOrDefault(index), actual.Items.ElementAtOrDefault(index)));

    /// <summary>Lists of different length are compared entry by entry through the name that tells their entries apart.</summary>
    private static string? KeyOf(PythonJson.List recorded, PythonJson.List actual) =>
        recorded.Items.Count == actual.Items.Count && recorded.Items.Count < 2
            ? null
            : Keys.FirstOrDefault(key => IsKey(recorded, key) && IsKey(actual, key));

    private static bool IsKey(PythonJson.List list, string key) =>
        list.Items.Select(item => Value(item, key)).ToArray() is var values && !values.Contains(null) && values.Distinct().Count() == values.Length;

    private static PythonJson.Map ByKey(PythonJson.List list, string key) =>
        new([.. list.Items.Select(item => KeyValuePair.Create(Value(item, key)!, item))]);

    private static string? Value(PythonJson item, string key) =>
        (item as PythonJson.Map)?.Entries.FirstOrDefault(entry => entry.Key == key).Value?.ToString();

    private static IEnumerable<Difference> One(string path, PythonJson? recorded, PythonJson? actual) =>
        recorded is null || actual is null ? [new($"body {path}", recorded?.ToString(), actual?.ToString())] : Find(path, recorded, actual);
}
