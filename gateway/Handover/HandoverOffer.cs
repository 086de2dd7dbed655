using System.Globalization;

namespace Strangler.Gateway.Handover;

/// <summary>What a gateway gives the one that it has started to take its place: the sockets that it listens on, and where it can be asked itself from then on.</summary>
/// <param name="Public">Descriptor of the public port's socket, which the process has inherited.</param>
/// <param name="Management">That of the management port's.</param>
/// <param name="Predecessor">Path of the socket that the earlier gateway answers at until it ends.</param>
/// <param name="Database">What its database is called.</param>
internal sealed record HandoverOffer(int Public, int Management, string Predecessor, string Database)
{
    private const string Variable = "CUTOVER_HANDOVER";

    /// <summary>The one that this process was started with; null for a gateway that begins by itself.</summary>
    public static HandoverOffer? Given { get; } = Take();

    /// <summary>Puts it into the environment of a process that is about to start.</summary>
    public void Give(IDictionary<string, string?> environment) =>
        environment[Variable] = string.Create(CultureInfo.InvariantCulture, $"{Public};{Management};{Predecessor};{Database}");

    /// <summary>What this process starts, its backup clients and its own successor, is not meant by it.</summary>
    private static HandoverOffer? Take()
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return text?.Split(';', 4) is [var open, var management, var predecessor, var database]
            && int.TryParse(open, CultureInfo.InvariantCulture, out var first) && int.TryParse(management, CultureInfo.InvariantCulture, out var second)
            ? new HandoverOffer(first, second, predecessor, database)
            : null;
    }
}
