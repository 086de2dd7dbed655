using System.Globalization;
using Strangler.EchoHost;

// For the official suites of the protocols, which want port 3000.
await using var server = await EchoServer.StartAsync(args is [var port] ? int.Parse(port, CultureInfo.InvariantCulture) : 3000, EchoServer.Suite);
Console.WriteLine($"LISTENING {server.Address}");
await server.WaitAsync();
