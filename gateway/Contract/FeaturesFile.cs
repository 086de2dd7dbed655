using System.Text;
using System.Text.Json;
using Strangler.Settings;

namespace Strangler.Contract;

/// <summary>
/// <c>features.json</c> as text: reads the stages and writes one back by replacing the bytes of its value, so that comments,
/// order and layout stay as the operator left them. Knows nothing of a running gateway: the command line rolls back with it
/// when none answers.
/// </summary>
public sealed class FeaturesFile
{
    private const UnixFileMode OwnerAndReaders = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private readonly byte[] _bytes;
    private readonly List<FeatureFlag> _flags;
    private readonly int? _listAt;

    private FeaturesFile(string path, byte[] bytes)
    {
        Path = path;
        _bytes = bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        (_flags, _listAt) = FeatureFlagScanner.Scan(_bytes);
    }

    /// <summary>A file without a route's flag, by which every route is at legacy.</summary>
    public static byte[] WithoutRoutes => "{\"feature_management\":{\"feature_flags\":[{\"id\":\"legacy-only\",\"enabled\":false}]}}"u8.ToArray();

    /// <summary>The file that <see cref="SaveAtomically"/> writes.</summary>
    public string Path { get; }

    /// <summary>Stage by route name, as written; a name that is no stage is passed on as it stands.</summary>
    public IReadOnlyDictionary<string, string> Stages =>
        _flags.Where(flag => flag.Route is not null).DistinctBy(flag => flag.Route).ToDictionary(flag => flag.Route!, flag => flag.Stage);

    /// <summary>The same with the percentage of a canary, as <see cref="RouteStage"/> writes it.</summary>
    public IReadOnlyDictionary<string, string> ShownStages =>
        _flags.Where(flag => flag.Route is not null).DistinctBy(flag => flag.Route).ToDictionary(flag => flag.Route!, flag => flag.Shown);

    /// <summary>True when the switch that sends every route to legacy is on.</summary>
    public bool LegacyOnly => _flags.Any(flag => flag.Id == FeatureFlag.LegacyOnly && flag.Enabled);

    /// <summary>Reads a file that is known to be one; where a person may have put anything there, its text is read with a deadline and given to <see cref="Of"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    public static FeaturesFile Load(string path) => Of(path, File.ReadAllBytes(path));

    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    /// <exception cref="JsonException">That is not JSON.</exception>
    public static FeaturesFile Of(string path, byte[] text) => new(path, text);

    /// <summary>The text, as <see cref="SaveAtomically"/> writes it.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>Whether an edit has changed nothing.</summary>
    public bool IsSameAs(FeaturesFile other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <summary>The same file with one route at another stage; this one is unchanged. What a flag says of a canary stays when its route leaves it, and counts for nothing then.</summary>
    /// <param name="route">The route's name.</param>
    /// <param name="stage">One of <see cref="StageNames.All"/>.</param>
    /// <param name="percentage">Needed at canary, and only there.</param>
    /// <exception cref="KeyNotFoundException">The file has no flag for the route, or one without the values to edit.</exception>
    /// <exception cref="ArgumentException"><paramref name="stage"/> is no stage, or <paramref name="percentage"/> none of its.</exception>
    public FeaturesFile SetStage(string route, string stage, decimal? percentage = null)
    {
        if (!RouteStage.TryMake(stage, percentage, out var parsed, out var fault))
            throw new ArgumentException(fault, nameof(stage));

        var flag = Find(FeatureFlag.CutoverPrefix + route);
        if (flag.VariantAt.Equals(default) && flag.Stage != stage)
            throw new KeyNotFoundException($"The flag '{flag.Id}' in {Path} has no allocation.default_when_enabled to edit.");

        var changed = flag.Stage == stage ? this : Replace(flag.VariantAt, $"\"{stage}\"");
        if (!flag.Enabled && parsed.Stage != Stage.Legacy)
            changed = changed.SetEnabled(flag.Id!, true);
        return percentage is { } share ? changed.SetPercentage(flag.Id!, share).NameCanary(flag.Id!) : changed;
    }

    /// <summary>The same file with every route at legacy, but for some.</summary>
    public FeaturesFile RollBackAll(params IReadOnlyCollection<string> others) => Stages.Keys.Except(others).Aggregate(this, (file, route) => file.SetStage(route, Stage.Legacy.Name()));

    /// <summary>Whether a route has a flag that puts it further than a stage; what is no stage counts as further.</summary>
    public bool IsFurther(string route, RouteStage stage) =>
        ShownStages.TryGetValue(route, out var shown) && (!RouteStage.TryParse(shown, out var at) || at.IsFurtherThan(stage));

    /// <summary>The flags, by the names of their routes and of the switch, that another file says something else of. A route without a flag is at legacy.</summary>
    public IReadOnlyCollection<string> FlagsMovedIn(FeaturesFile other)
    {
        var (here, there) = (ShownStages, other.ShownStages);
        return
        [
            .. here.Keys.Union(there.Keys).Where(route => StageIn(here, route) != StageIn(there, route)),
            .. (IEnumerable<string>)(LegacyOnly == other.LegacyOnly ? [] : [FeatureFlag.LegacyOnly]),
        ];

        static string StageIn(IReadOnlyDictionary<string, string> stages, string route) => stages.GetValueOrDefault(route, Stage.Legacy.Name());
    }

    /// <summary>The same file with the switch that sends every route to legacy on or off; one that has none gets it.</summary>
    /// <exception cref="KeyNotFoundException">The file has no list of flags.</exception>
    public FeaturesFile SetLegacyOnly(bool enabled)
    {
        if (_flags.Exists(flag => flag.Id == FeatureFlag.LegacyOnly))
            return SetEnabled(FeatureFlag.LegacyOnly, enabled);
        if (!enabled)
            return this;

        var at = _listAt ?? throw new KeyNotFoundException($"{Path} has no list 'feature_management.feature_flags'.");
        return Replace(at..at, $"\n      {{ \"id\": \"{FeatureFlag.LegacyOnly}\", \"enabled\": true }}{(_flags.Count > 0 ? "," : "")}");
    }

    /// <summary>Writes the file so that a reader sees the old text or the new one, never a part, also across a power cut.</summary>
    /// <param name="replace">Puts the finished file in the other one's place; null for <see cref="AtomicFile.Replace"/>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveAtomically(Action<string, string>? replace = null) => AtomicFile.Write(Path, _bytes, OwnerAndReaders, replace);

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_bytes);

    /// <summary>What a flag's allocation says of a canary.</summary>
    internal static string Percentile(string percentage) => $"\"percentile\": [{{ \"variant\": \"live\", \"from\": 0, \"to\": {percentage} }}]";

    private FeaturesFile SetPercentage(string id, decimal percentage)
    {
        var flag = Find(id);
        var member = Percentile(RouteStage.Text(percentage));
        if (flag.Percentage == percentage)
            return this;

        return flag.PercentileAt.Equals(default)
            ? Replace(flag.VariantAt.End..flag.VariantAt.End, $", {member}")
            : Replace(flag.PercentileAt, member[member.IndexOf('[', StringComparison.Ordinal)..]);
    }

    /// <summary>FeatureManagement gives no variant that a flag does not name.</summary>
    private FeaturesFile NameCanary(string id) => Find(id) switch
    {
        { HasCanary: true } => this,
        { NextVariantAt: { } at } => Replace(at..at, $", {{ \"name\": \"{Stage.Canary.Name()}\" }}"),
        _ => throw new KeyNotFoundException($"The flag '{id}' in {Path} has no variants to add canary to."),
    };

    private FeaturesFile SetEnabled(string id, bool enabled)
    {
        var flag = Find(id);
        if (flag.Enabled == enabled)
            return this;

        return flag.EnabledAt.Equals(default)
            ? throw new KeyNotFoundException($"The flag '{id}' in {Path} has no value 'enabled' to edit.")
            : Replace(flag.EnabledAt, enabled ? "true" : "false");
    }

    private FeatureFlag Find(string id) =>
        _flags.FirstOrDefault(flag => flag.Id == id) ?? throw new KeyNotFoundException($"{Path} has no flag '{id}'.");

    private FeaturesFile Replace(Range at, string value) =>
        new(Path, [.. _bytes[..at.Start.Value], .. Encoding.UTF8.GetBytes(value), .. _bytes[at.End.Value..]]);
}
