using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.FeatureManagement;
using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// Whom modern answers on a route at canary: the allocation of its flag, compiled, so that a request is decided without asking
/// FeatureManagement and without allocation. It gives FeatureManagement's answer for each subject and its networks.
/// </summary>
internal sealed class Canary
{
    private const int OnStack = 512;

    private readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> _users;
    private readonly (IPNetwork Network, bool IsModern)[] _networks;
    private readonly byte[] _salt;
    private readonly double _to;

    private Canary(double to, string seed, FrozenDictionary<string, bool> users, (IPNetwork, bool)[] networks)
    {
        (_to, _networks, Percentage) = (to, networks, (decimal)to);
        _users = users.GetAlternateLookup<ReadOnlySpan<char>>();
        _salt = Encoding.UTF8.GetBytes($"\n{seed}");
    }

    /// <summary>The share of the subjects that no user or group of the flag names.</summary>
    public decimal Percentage { get; }

    private Canary(Canary other, decimal percentage)
    {
        (_to, _networks, _users, _salt, Percentage) = ((double)percentage, other._networks, other._users, other._salt, percentage);
    }

    /// <summary>Only a percentage, such as the audit knows.</summary>
    public static Canary Of(decimal percentage) => Of(percentage, flag: "");

    /// <summary>What a flag allocates that names neither users nor groups nor a seed.</summary>
    public static Canary Of(decimal percentage, string flag) => new((double)percentage, SeedOf(flag), new Dictionary<string, bool>().ToFrozenDictionary(StringComparer.Ordinal), []);

    /// <summary>The same with another percentage.</summary>
    public Canary At(decimal percentage) => new(this, percentage);

    /// <summary>Compiles a flag's allocation.</summary>
    /// <param name="flag">The flag's name.</param>
    /// <param name="allocation">What it allocates.</param>
    /// <exception cref="FormatException">It says nothing that a canary may say; the message is a sentence.</exception>
    public static Canary Compile(string flag, Allocation? allocation)
    {
        if (allocation?.Percentile?.ToArray() is not [{ Variant: "live", From: 0, To: var to }] || !IsPercentage(to))
            throw new FormatException($"The flag '{flag}' is at canary: its allocation needs {FeaturesFile.Percentile("5")}, with {RouteStage.Percentages}.");

        var users = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var entry in allocation.User ?? [])
        {
            foreach (var user in entry.Users ?? [])
                users.TryAdd(user, IsModern(flag, entry.Variant)); // the first entry that names a user decides
        }

        return new Canary(
            to,
            allocation.Seed ?? SeedOf(flag),
            users.ToFrozenDictionary(StringComparer.Ordinal),
            [.. from entry in allocation.Group ?? [] from name in entry.Groups ?? [] select (NetworkOf(flag, name), IsModern(flag, entry.Variant))]);
    }

    /// <summary>The names of a flag's groups that a client belongs to: FeatureManagement's targeting context has them.</summary>
    public static IEnumerable<string> GroupsOf(IPAddress address, Allocation allocation) =>
        (allocation.Group ?? []).SelectMany(entry => entry.Groups ?? []).Where(name => IPNetwork.Parse(name).Contains(address));

    /// <summary>Whether modern answers.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="address">From where; null when that is not known.</param>
    public bool Takes(ReadOnlySpan<char> subject, IPAddress? address)
    {
        if (_users.TryGetValue(subject, out var isModern))
            return isModern;

        if (address is not null)
        {
            foreach (var (network, takes) in _networks)
            {
                if (network.Contains(address))
                    return takes;
            }
        }

        return PlaceOf(subject) < _to;
    }

    /// <summary>From 0 to 100: where the subject stands. It depends on the seed alone, so a larger percentage takes whom a smaller one took, and more.</summary>
    private double PlaceOf(ReadOnlySpan<char> subject)
    {
        var size = Encoding.UTF8.GetMaxByteCount(subject.Length) + _salt.Length;
        if (size <= OnStack)
            return PlaceOf(subject, stackalloc byte[OnStack]);

        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            return PlaceOf(subject, rented);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private double PlaceOf(ReadOnlySpan<char> subject, Span<byte> text)
    {
        var length = Encoding.UTF8.GetBytes(subject, text);
        _salt.CopyTo(text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..(length + _salt.Length)], hash);
        return BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue * 100;
    }

    /// <summary>FeatureManagement's own.</summary>
    private static string SeedOf(string flag) => $"allocation\n{flag}";

    private static bool IsPercentage(double to) => to is > 0 and < 100 && RouteStage.IsPercentage((decimal)to);

    private static bool IsModern(string flag, string? variant) => variant switch
    {
        "live" => true,
        "shadow" => false,
        _ => throw new FormatException($"The flag '{flag}' allocates '{variant}' to users or groups; use live or shadow."),
    };

    private static IPNetwork NetworkOf(string flag, string name) =>
        IPNetwork.TryParse(name, out var network) ? network : throw new FormatException($"The flag '{flag}' has the group '{name}'; a group is a network of clients, such as 10.1.0.0/16.");
}
