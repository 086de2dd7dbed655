using System.Net.NetworkInformation;

namespace Strangler.Services.Machine;

/// <summary>Bytes through all network interfaces, the loopback among them, since the machine started: psutil's <c>net_io_counters()</c>.</summary>
internal readonly record struct NetworkBytes(long Sent, long Received)
{
    public static NetworkBytes Read()
    {
        var sum = default(NetworkBytes);
        foreach (var one in NetworkInterface.GetAllNetworkInterfaces())
        {
            var statistics = one.GetIPStatistics();
            sum = new NetworkBytes(sum.Sent + statistics.BytesSent, sum.Received + statistics.BytesReceived);
        }

        return sum;
    }
}
