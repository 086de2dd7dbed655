using System.Net;

namespace Strangler.Benchmarks.Soak;

/// <summary>Addresses of clients: all of 127.0.0.0/8 is this machine's, so that each page has one of its own, as limits and canary expect.</summary>
internal static class LoopbackAddress
{
    public static IPAddress OfPage(int number) => new([127, 1, (byte)(number / 250), (byte)((number % 250) + 1)]);

    /// <summary>A hundred addresses, which the sockets share.</summary>
    public static IPAddress OfSocket(int number) => new([127, 2, 0, (byte)((number % 100) + 1)]);
}
