using Strangler.ShadowDiff.Watch;

namespace Strangler.Gateway.Configuration;

/// <summary>
/// Configuration from one JSON file that keeps its last good state: a text that <paramref name="validate"/> finds fault with
/// changes nothing. (The framework's own provider forgets everything when an edit is not JSON.)
/// </summary>
/// <param name="path">The file.</param>
/// <param name="validate">Lists every error of a text; empty when it is good.</param>
/// <param name="announce">Whether a good reload is announced to those who wait for a change of configuration (YARP does).</param>
internal sealed class LastGoodJsonProvider(string path, Func<byte[], IReadOnlyList<string>> validate, bool announce) : ConfigurationProvider, IConfigurationSource
{
    private byte[] _text = [];

    /// <summary>Whether others wait for its changes.</summary>
    public bool IsAnnounced => announce;

    public string FileName { get; } = Path.GetFileName(path);

    /// <summary>The file as the watch sees it.</summary>
    public WatchedFile File { get; } = new(path);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>The first reading: errors stop the start.</summary>
    /// <exception cref="InvalidConfigurationException">The file is missing or has errors; all are named.</exception>
    public override void Load()
    {
        var errors = TryLoad();
        if (errors.Count > 0)
            throw new InvalidConfigurationException(errors);
    }

    /// <summary>Reads the file again and puts it in force, or says what is wrong with it.</summary>
    public IReadOnlyList<string> Reload()
    {
        var errors = TryLoad();
        if (errors.Count == 0 && announce)
            OnReload();
        return errors;
    }

    /// <summary>What is wrong with the file as it stands on the disk; nothing is put in force.</summary>
    public IReadOnlyList<string> Look()
    {
        try
        {
            return validate(System.IO.File.ReadAllBytes(path));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [$"{FileName} cannot be read: {ex.Message}"];
        }
    }

    /// <summary>What is wrong with the text in force, by what is known now.</summary>
    public IReadOnlyList<string> Validate() => validate(_text);

    private IReadOnlyList<string> TryLoad()
    {
        File.BeginReading();
        byte[] text;
        try
        {
            text = System.IO.File.ReadAllBytes(path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [$"{FileName} cannot be read: {ex.Message}"];
        }

        var errors = validate(text);
        if (errors.Count > 0)
            return errors;

        try
        {
            (_text, Data) = (text, Parse(text));
            return [];
        }
        catch (FormatException ex)
        {
            // Of two ways to write one key, {"a:b": 1} and {"a": {"b": 1}}, only the framework knows.
            return [$"{FileName} is no configuration: {ex.Message}"];
        }
    }

    /// <summary>A text as configuration.</summary>
    /// <exception cref="FormatException">It writes one key in two ways.</exception>
    public static IConfiguration Read(byte[] text) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(text)).Build();

    /// <summary>Each value in force, by its full name.</summary>
    public IEnumerable<(string Key, string Value)> Entries() =>
        Data.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!));

    private static Dictionary<string, string?> Parse(byte[] text) =>
        Read(text).AsEnumerable().ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
}
